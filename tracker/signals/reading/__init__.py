"""A text of a project's own read as blocks and sentences, by a reader that is told whose text it is."""

from __future__ import annotations

from tracker.signals.reading.project import Project
from tracker.signals.reading.sentences import Sentence, sentences

__all__ = ["Project", "Sentence", "sentences"]
