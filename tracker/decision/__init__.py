"""The decision table: repositories side by side, the better one of a row marked where it means something.

One set of rows serves the page, the terminal, JSON, CSV and the picture.
"""

from tracker.decision.gather import decide
from tracker.decision.table import Cell, Decision, Row

__all__ = ["Cell", "Decision", "Row", "decide"]
