"""An agent's questions: arguments checked, the database opened, one answer given."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tracker.agents import checking, choosing, files, past
from tracker.agents.answer import BadQuestion, ToolAnswer
from tracker.agents.naming import PackageNames
from tracker.agents.tools import TOOLS
from tracker.asking import Contradiction, until
from tracker.health import Rules
from tracker.series import History

MOST = 25  # packages of one question
LISTED = re.compile(r"\s*(?:\n|,(?=\s*[^\W\d]))\s*")  # 'torch>=2,<3, keras' names two
SPAN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ][\d:.]*Z?)?)?)?", re.ASCII)


class ToolRunner:
    """Answers by name of the tool. Every question sees the database as it is then."""

    def __init__(self, opened: Callable[[], History], look: files.Look, rules: Rules) -> None:
        self.opened, self.look, self.rules = opened, look, rules

    def answer(self, tool: str, arguments: Mapping[str, Any]) -> ToolAnswer:
        """One answer. Raises BadQuestion, and what opening the database raises."""
        known = TOOLS[tool][1]["properties"] if tool in TOOLS else None
        if known is None:
            raise BadQuestion(f"there is no tool {tool[:40]!r}; there are {', '.join(TOOLS)}")
        if strange := sorted(set(arguments) - set(known)):
            raise BadQuestion(f"{tool} takes {', '.join(known)}; not {', '.join(strange)[:80]}")
        told = Arguments(arguments)
        if tool == "audit":
            return files.audit(told.text("content"), told.text("filename", "requirements.txt"), self.look)
        history = self.opened()
        answers = {
            "check_packages": self._check_packages,
            "choose": self._choose,
            "replacement": self._replacement,
            "history": self._history,
        }
        return answers[tool](PackageNames(history), told, told.day("as_of", history.today))

    def _check_packages(self, names: PackageNames, told: Arguments, day: date) -> ToolAnswer:
        asked = told.texts("packages")
        if not asked:
            raise BadQuestion("name at least one package, such as pkg:pypi/torch")
        now = day == names.history.today
        look = (lambda found: files.looked(found, self.look)) if now else None
        return checking.check(names, names.find_all(asked), day, self.rules, look)

    def _choose(self, names: PackageNames, told: Arguments, day: date) -> ToolAnswer:
        wish = choosing.Wish(
            told.text("group", ""), told.texts("among"), told.text("license", ""), told.text("language", ""),
            told.number("min_people", 0), told.text("min_verdict", "").strip().lower(),
            told.number("limit", 8, least=1),
        )  # fmt: skip
        return choosing.choose(names, wish, day, self.rules)

    def _replacement(self, names: PackageNames, told: Arguments, day: date) -> ToolAnswer:
        return checking.replacement(names, names.find(told.text("package")), day, self.rules)

    def _history(self, names: PackageNames, told: Arguments, day: date) -> ToolAnswer:
        one = names.find(told.text("repository"))
        metric, every = told.text("metric", "stars"), told.text("every", "month")
        return past.history(names, one, metric, every, day, told.number("last", 13, least=1))


class Arguments:
    """What an agent sent, taken apart. Raises BadQuestion naming the argument."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = {name: value for name, value in given.items() if value is not None}

    def text(self, name: str, default: str | None = None) -> str:
        """A text; the default where it was left out."""
        value = self.given.get(name, default)
        if not isinstance(value, str):
            raise BadQuestion(f"{name}: give a text")
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts; a lone text is a list of one."""
        value = self.given.get(name, [])
        value = LISTED.split(value.strip()) if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BadQuestion(f"{name}: give a list of texts")
        if len(value) > MOST:
            raise BadQuestion(f"{name}: at most {MOST} at once")
        return value

    def number(self, name: str, default: int, least: int = 0) -> int:
        """A whole number, `least` or more."""
        value = self.given.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise BadQuestion(f"{name}: give a whole number, {least} or more")
        return value

    def day(self, name: str, today: date) -> date:
        """A day not after today: YYYY-MM-DD; YYYY-MM or YYYY for the last day of it, or today."""
        text = self.text(name, "").strip() or "today"
        found = SPAN.fullmatch(text)
        try:
            if text.lower() == "today":
                return today
            if found is None:
                raise ValueError
            year, month = int(found[1]), int(found[2] or 12)
            day = date(year, month, int(found[3] or monthrange(year, month)[1]))
            if not found[3] and today.isoformat().startswith(text):
                day = today  # the month or the year runs
            until(name, day, today)
        except Contradiction as error:
            raise BadQuestion(str(error)) from None
        except ValueError:
            raise BadQuestion(f"{name} {text[:40]!r} is no day: give YYYY-MM-DD, YYYY-MM or YYYY") from None
        return day
