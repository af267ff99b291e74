"""YAML as texts, lists and tables that know their lines: bounded, and without what YAML can do to a reader.

Anchors are shared, never copied: a bomb of aliases stays as small as its file, as long as nobody prints it.
"""

from __future__ import annotations

from typing import Any

import yaml

from tracker.packages.dependency import UnreadableFile

DEEP = 60  # levels
MOST = 3_000_000  # nodes
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar as it is written, with its line."""

    line: int

    def __new__(cls, value: str, line: int) -> Text:
        made = super().__new__(cls, value)
        made.line = line
        return made


class _Builder:
    """The tree under construction: what is open, and what has been named by an anchor."""

    def __init__(self) -> None:
        self.root: Any = None
        self._open: list[tuple[Any, list[Any]]] = []  # a list or table, and the key that waits for a value
        self._named: dict[str, Any] = {}
        self._nodes = 0

    def hear(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._put(Text(event.value, event.start_mark.line + 1), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._put(self._named.get(event.anchor), None)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            made: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self._put(made, event.anchor)
            self._open.append((made, []))
            if len(self._open) > DEEP:
                raise RecursionError
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._open.pop()

    def _put(self, node: Any, anchor: str | None) -> None:
        self._nodes += 1
        if self._nodes > MOST:
            raise RecursionError
        if anchor:
            self._named[anchor] = node
        if not self._open:
            self.root = node if self.root is None else self.root
            return
        holder, waiting = self._open[-1]
        if isinstance(holder, list):
            holder.append(node)
        elif waiting:
            holder[waiting.pop()] = node
        else:
            waiting.append(node if isinstance(node, str) else id(node))


def tree(text: str, name: str) -> Any:
    """The first document of a YAML text. Raises UnreadableFile."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if isinstance(event, yaml.DocumentEndEvent):
                break
            builder.hear(event)
    except RecursionError:
        raise UnreadableFile(f"{name}: its YAML is nested too deep or too large") from None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise UnreadableFile(
            f"{name}: it is not YAML ({getattr(error, 'problem', None) or 'a wrong character'}{line})"
        ) from None
    return builder.root
