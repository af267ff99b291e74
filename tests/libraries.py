"""Libraries that only some tests need: where one is missing they are skipped at home, and fail in CI."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import pytest


def library(name: str) -> ModuleType:
    """The module, or the end of the test module that asks for it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"{name} is not installed: see requirements/dev.txt", allow_module_level=True)
