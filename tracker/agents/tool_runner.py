"""An agent's questions: arguments checked, the database opened, one answer given."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tracker.agents import checking, choosing, files, past
from tracker.agents.answer import BadQuestion, ToolAnswer
from tracker.agents.naming import PackageNames
from tracker.agents.tools import TOOLS
from tracker.health import Rules
from tracker.series import History

MOST = 25  # packages of one question


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
        return checking.check(names, [names.find(text) for text in asked], day, self.rules, look)

    def _choose(self, names: PackageNames, told: Arguments, day: date) -> ToolAnswer:
        wish = choosing.Wish(
            told.text("group", ""), told.texts("among"), told.text("license", ""), told.text("language", ""),
            told.number("min_people", 0), False, told.number("limit", 8),
        )  # fmt: skip
        return choosing.choose(names, wish, day, self.rules)

    def _replacement(self, names: PackageNames, told: Arguments, day: date) -> ToolAnswer:
        return checking.replacement(names, names.find(told.text("package")), day, self.rules)

    def _history(self, names: PackageNames, told: Arguments, day: date) -> ToolAnswer:
        one = names.find(told.text("repository"))
        metric, every = told.text("metric", "stars"), told.text("every", "month")
        return past.history(names, one, metric, every, day, told.number("last", 13))


class Arguments:
    """What an agent sent, taken apart. Raises BadQuestion naming the argument."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given

    def text(self, name: str, default: str | None = None) -> str:
        """A text; the default where it was left out."""
        value = self.given.get(name, default)
        if not isinstance(value, str):
            raise BadQuestion(f"{name}: give a text")
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts; a lone text is a list of one."""
        value = self.given.get(name, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BadQuestion(f"{name}: give a list of texts")
        if len(value) > MOST:
            raise BadQuestion(f"{name}: at most {MOST} at once")
        return value

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        value = self.given.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadQuestion(f"{name}: give a whole number")
        return value

    def day(self, name: str, today: date) -> date:
        """A day not after today: YYYY-MM-DD, or YYYY-MM for the month's last day."""
        text = self.text(name, today.isoformat())
        try:
            if len(text) == 7:
                year, month = int(text[:4]), int(text[5:])
                return min(date(year, month, monthrange(year, month)[1]), today)
            return min(date.fromisoformat(text), today)
        except (ValueError, IndexError):
            raise BadQuestion(f"{name} {text[:40]!r} is no day: give YYYY-MM-DD") from None
