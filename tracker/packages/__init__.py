"""Packages: what a project's files say it stands on, and which repositories publish it."""

from __future__ import annotations

from tracker.packages.files import read, read_bytes
from tracker.packages.wanted import BadFile, Listing, PassedOver, Wanted

__all__ = ["BadFile", "Listing", "PassedOver", "Wanted", "read", "read_bytes"]
