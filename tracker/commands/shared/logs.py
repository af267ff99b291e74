"""Logs go to stderr, as text for people or as one JSON object a line for machines."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from tracker.commands.shared.speaking import escaped, harmless


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the error if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return escaped(json.dumps(line, ensure_ascii=False))


class TextLines(logging.Formatter):
    """Lines for people, in which others' texts do not steer the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return harmless(super().format(record))


def handler(log_format: str) -> logging.Handler:
    """A handler on stderr in the wanted format ('text' or 'json')."""
    made = logging.StreamHandler(sys.stderr)
    text = TextLines("%(asctime)s %(levelname)s %(name)s: %(message)s")
    made.setFormatter(JsonLines() if log_format == "json" else text)
    return made
