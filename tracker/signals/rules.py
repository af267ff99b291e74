"""The thresholds by which signals are read; they are settings, and are checked where those are read."""

from tracker.config.health import Rules

__all__ = ["Rules"]
