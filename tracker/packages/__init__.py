"""Packages: what a project's files say it stands on, and which repositories publish it."""

from __future__ import annotations

from tracker.packages.dependency import Dependency, Listing, PassedOver, UnreadableFile
from tracker.packages.files import read, read_bytes

__all__ = ["Dependency", "Listing", "PassedOver", "UnreadableFile", "read", "read_bytes"]
