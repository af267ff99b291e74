"""Packages: what a project's files say it stands on, and which repositories publish it."""

from __future__ import annotations

from tracker.packages.files import read
from tracker.packages.wanted import BadFile, Wanted

__all__ = ["BadFile", "Wanted", "read"]
