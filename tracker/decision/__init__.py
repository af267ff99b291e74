"""The decision table: repositories side by side, the better one of a row marked where it means something.

One set of rows serves the page, the terminal, JSON, CSV and the picture.
"""

from tracker.decision.decide import decide
from tracker.decision.table import Cell, Criterion, SideBySide

__all__ = ["Cell", "Criterion", "SideBySide", "decide"]
