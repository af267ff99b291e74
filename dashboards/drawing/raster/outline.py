"""Path data as the lines a pencil can follow: the commands that our drawings use, arcs included."""

from __future__ import annotations

import math
import re

Point = tuple[float, float]
TOKEN = re.compile(r"[MmLlHhVvAaZz]|-?(?:\d+\.?\d*|\.\d+)")
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "A": 7, "Z": 0}
STEPS = 16  # straight pieces of an arc


def outlines(data: str) -> list[list[Point]]:
    """One list of points for each stroke of the pen; a closed one ends where it began."""
    tokens = TOKEN.findall(data)
    found: list[list[Point]] = []
    at, i, command = (0.0, 0.0), 0, "M"
    while i < len(tokens):
        if tokens[i].isalpha():
            command, i = tokens[i], i + 1
        many = TAKES[command.upper()]
        numbers = [float(t) for t in tokens[i : i + many]]
        i += many
        at = _step(command, numbers, at, found)
        command = {"M": "L", "m": "l"}.get(command, command)
    return [stroke for stroke in found if len(stroke) > 1]


def _step(command: str, numbers: list[float], at: Point, found: list[list[Point]]) -> Point:
    """Follow one command; where the pen is then."""
    kind, base = command.upper(), at if command.islower() else (0.0, 0.0)
    if kind == "Z":
        found[-1].append(found[-1][0])
        return found[-1][0]
    if kind == "H":
        to = (base[0] + numbers[0], at[1])
    elif kind == "V":
        to = (at[0], base[1] + numbers[0])
    else:
        to = (base[0] + numbers[-2], base[1] + numbers[-1])
    if kind == "M":
        found.append([to])
    elif kind == "A":
        found[-1] += arc(at, numbers[0], bool(numbers[3]), bool(numbers[4]), to)
    else:
        if found[-1][-1] != at:
            found.append([at])
        found[-1].append(to)
    return to


def arc(start: Point, radius: float, large: bool, sweep: bool, end: Point) -> list[Point]:
    """Points of a circular arc from `start` (not given back) to `end`."""
    across, up = end[0] - start[0], end[1] - start[1]
    chord = math.hypot(across, up)
    if chord == 0 or radius == 0:
        return [end]
    radius = max(radius, chord / 2)
    height = math.sqrt(max(radius**2 - (chord / 2) ** 2, 0.0)) * (-1 if large == sweep else 1)
    middle = (
        (start[0] + end[0]) / 2 - height * up / chord,
        (start[1] + end[1]) / 2 + height * across / chord,
    )
    first = math.atan2(start[1] - middle[1], start[0] - middle[0])
    last = math.atan2(end[1] - middle[1], end[0] - middle[0])
    turn = (last - first) % math.tau if sweep else -((first - last) % math.tau)
    angles = [first + turn * step / STEPS for step in range(1, STEPS + 1)]
    return [(middle[0] + radius * math.cos(a), middle[1] + radius * math.sin(a)) for a in angles]
