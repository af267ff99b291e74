"""Painting our own SVG: rectangles, circles, lines, paths and words, in the colours of one theme."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from threading import Lock

from PIL import Image, ImageDraw, ImageFont

from dashboards.drawing.raster.outline import Point, outlines
from dashboards.drawing.svg.standalone import style
from dashboards.drawing.theme import DARK, LIGHT

BAND = 200  # lines of the picture drawn at a time: fine ones of a whole picture take 80 MB
EDGE = 16  # fine lines above and below a band; smoothing looks 6 of them far
FINE = 2  # drawn so many times as large and then made smaller, which smooths the edges
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
INHERITED = ("fill", "stroke", "stroke-width", "font-size", "text-anchor", "stroke-dasharray")
_ONE = Lock()  # pictures are painted one at a time
ABSENT = str.maketrans({"−": "-", "–": "-", "→": "", "↑": "", "…": "..."})  # not in the built-in face


@dataclass(frozen=True)
class Place:
    """Where drawing happens: an offset, a scale, and what was said further out."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    seen: float = 1.0  # opacity

    def to(self, point: Point) -> Point:
        return self.x + point[0] * self.scale, self.y + point[1] * self.scale


def png(drawing: str, theme: str = "light", size: int = 1, band: int = BAND) -> bytes:
    """A whole SVG of ours as PNG, `size` times as large as it says.

    It is drawn `band` lines at a time, one picture after another, so that however many are asked for at once
    take the memory of one.
    """
    root = ET.fromstring(drawing)  # noqa: S314 - written by svg/, never by somebody else
    wide, tall = (round(float(root.attrib[name]) * size) for name in ("width", "height"))
    written = io.BytesIO()
    with _ONE:
        image = Image.new("RGB", (wide, tall))
        for top in range(0, tall, band):
            image.paste(_band(root, theme, size, wide, (top, min(top + band, tall))), (0, top))
        image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _band(root: ET.Element, theme: str, size: int, wide: int, lines: tuple[int, int]) -> Image.Image:
    """Some lines of the picture; what is next to them is drawn too, because smoothing looks at it."""
    paper = (DARK if theme == "dark" else LIGHT)["paper"]
    top, tall = lines[0] * FINE - EDGE, (lines[1] - lines[0]) * FINE
    image = Image.new("RGB", (wide * FINE, tall + 2 * EDGE), paper)
    painter = _Painter(ImageDraw.Draw(image), _rules(theme), paper)
    painter.children(root, {"fill": "#000000", "font-size": "12"}, Place(y=-float(top), scale=FINE * size))
    inner = (0, EDGE, wide * FINE, EDGE + tall)
    return image.resize((wide, lines[1] - lines[0]), Image.Resampling.LANCZOS, box=inner)


def _rules(theme: str) -> dict[str, dict[str, str]]:
    """The charts' style sheet by class."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in RULE.findall(style("dark" if theme == "dark" else "light")):
        pairs = dict(pair.split(":", 1) for pair in body.split(";") if ":" in pair)
        for selector in selectors.split(","):
            found.setdefault(selector.strip().lstrip("."), {}).update(pairs)
    return found


@lru_cache(maxsize=32)
def _face(size: float) -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(size)
    assert isinstance(face, ImageFont.FreeTypeFont)
    return face


class _Painter:
    """Draws elements one after another on one picture."""

    def __init__(self, pen: ImageDraw.ImageDraw, rules: dict[str, dict[str, str]], paper: str) -> None:
        self.pen, self.rules, self.paper = pen, rules, paper

    def children(self, node: ET.Element, styled: dict[str, str], place: Place) -> None:
        for child in node:
            self.element(child, styled, place)

    def element(self, node: ET.Element, outer: dict[str, str], place: Place) -> None:
        name = node.tag.rsplit("}", 1)[-1]
        styled = {k: v for k, v in outer.items() if k in INHERITED} | dict(node.attrib)
        for one in node.get("class", "").split():
            styled |= self.rules.get(one, {})
        place = replace(place, seen=place.seen * float(styled.pop("opacity", 1)))
        if name in ("g", "a", "svg"):
            self.children(node, styled, _inside(node, place))
        elif name in ("rect", "circle", "line", "path", "text"):
            getattr(self, name)(node, styled, place)

    def colour(self, value: str | None, seen: float) -> tuple[int, ...] | None:
        if value is None or value == "none":
            return None
        over, under = _rgb(value), _rgb(self.paper)
        return tuple(round(o * seen + u * (1 - seen)) for o, u in zip(over, under, strict=True))

    def rect(self, node: ET.Element, styled: dict[str, str], place: Place) -> None:
        x, y, wide, tall = (float(node.get(k, 0)) for k in ("x", "y", "width", "height"))
        box = [*place.to((x, y)), *place.to((x + wide, y + tall))]
        radius = float(node.get("rx", 0)) * place.scale
        self.pen.rounded_rectangle(box, radius, fill=self.colour(styled.get("fill"), place.seen))

    def circle(self, node: ET.Element, styled: dict[str, str], place: Place) -> None:
        x, y, r = (float(node.get(k, 0)) for k in ("cx", "cy", "r"))
        box = [*place.to((x - r, y - r)), *place.to((x + r, y + r))]
        wide = max(round(float(styled.get("stroke-width", 1)) * place.scale), 1)
        stroke = self.colour(styled.get("stroke"), place.seen)
        self.pen.ellipse(box, self.colour(styled.get("fill"), place.seen), stroke, wide if stroke else 0)

    def line(self, node: ET.Element, styled: dict[str, str], place: Place) -> None:
        ends = [(float(node.get(f"x{i}", 0)), float(node.get(f"y{i}", 0))) for i in (1, 2)]
        self.stroke(ends, styled, place)

    def path(self, node: ET.Element, styled: dict[str, str], place: Place) -> None:
        strokes = outlines(node.get("d", ""))
        fill = self.colour(styled.get("fill"), place.seen)
        for i, points in enumerate(strokes):
            if fill and len(points) > 2:
                inner = styled.get("fill-rule") == "evenodd" and i == len(strokes) - 1
                self.pen.polygon([place.to(p) for p in points], self.paper if inner else fill)
            self.stroke(points, styled, place)

    def stroke(self, points: list[Point], styled: dict[str, str], place: Place) -> None:
        colour = self.colour(styled.get("stroke"), place.seen)
        if colour is None:
            return
        wide = max(round(float(styled.get("stroke-width", 1)) * place.scale), 1)
        dashes = [float(v) for v in styled.get("stroke-dasharray", "").split()]
        for piece in _dashed(points, dashes) if dashes else [points]:
            self.pen.line([place.to(p) for p in piece], colour, wide, joint="curve")

    def text(self, node: ET.Element, styled: dict[str, str], place: Place) -> None:
        spans = [(styled, 0.0, node.text or "")]
        for child in node:
            if child.tag.endswith("tspan"):
                own = styled | dict(child.attrib) | self.rules.get(child.get("class", ""), {})
                spans.append((own, float(child.get("dx", 0)), "".join(child.itertext())))
        faces = [_face(round(float(s["font-size"].removesuffix("px")) * place.scale, 1)) for s, _, _ in spans]
        words = [told.translate(ABSENT) for _, _, told in spans]
        wide = sum(
            face.getlength(said) + dx * place.scale
            for face, said, (_, dx, _) in zip(faces, words, spans, strict=True)
        )
        # Rounded, so that a word that two bands share stands on the same fine line in both.
        x, y = (round(v, 3) for v in place.to((float(node.get("x", 0)), float(node.get("y", 0)))))
        x -= {"middle": wide / 2, "end": wide}.get(styled.get("text-anchor", ""), 0.0)
        for face, said, (own, dx, _) in zip(faces, words, spans, strict=True):
            x += dx * place.scale
            heavy = 0.35 * place.scale if own.get("font-weight") == "600" else 0
            ink = self.colour(own.get("fill"), place.seen)
            self.pen.text((x, y), said, ink, face, anchor="ls", stroke_width=heavy, stroke_fill=ink)
            x += face.getlength(said)


def _inside(node: ET.Element, place: Place) -> Place:
    """The place within a group that is moved or scaled, or within a nested picture."""
    x, y = place.to((float(node.get("x", 0)), float(node.get("y", 0))))
    found = replace(place, x=x, y=y)
    for name, numbers in re.findall(r"(translate|scale)\(([^)]*)\)", node.get("transform", "")):
        values = [float(v) for v in numbers.replace(",", " ").split()]
        if name == "translate":
            x, y = found.to((values[0], values[1]))
            found = replace(found, x=x, y=y)
        else:
            found = replace(found, scale=found.scale * values[0])
    return found


def _rgb(value: str) -> tuple[int, int, int]:
    digits = value.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _dashed(points: list[Point], dashes: list[float]) -> list[list[Point]]:
    """A line cut into its dashes."""
    found: list[list[Point]] = []
    left, drawn, turn = dashes[0], True, 0
    for (x1, y1), (x2, y2) in pairwise(points):
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        done = 0.0
        while done < length:
            step = min(left, length - done)
            if drawn:
                part = [
                    (x1 + (x2 - x1) * d / length, y1 + (y2 - y1) * d / length) for d in (done, done + step)
                ]
                found.append(part)
            done, left = done + step, left - step
            if left <= 1e-9:
                turn, drawn = turn + 1, not drawn
                left = dashes[turn % len(dashes)]
    return found
