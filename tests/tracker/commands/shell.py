"""Running the command line in this process, as a shell would: arguments in; code, stdout and stderr out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tracker import __main__


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Shell:
    """A user with a home of their own and no token."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.home, self._patch, self._capture = home, patch, capture

    def __call__(self, *arguments: str) -> Answer:
        """Run `tracker ARGUMENTS`."""
        self._capture.readouterr()
        self._patch.setattr(sys, "argv", ["tracker", *arguments])
        with pytest.raises(SystemExit) as left:
            __main__.main()
        said = self._capture.readouterr()
        code = left.value.code
        return Answer(code if isinstance(code, int) else 0 if code is None else 1, said.out, said.err)
