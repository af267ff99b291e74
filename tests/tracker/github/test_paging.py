"""Lists that lead back to themselves or never end are refused."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tracker.github.answers import Answer
from tracker.github.paging import MOST, Trail
from tracker.github.protocol import AnswerKind, Malformed

URL = "https://api.github.test/repos/a/b/issues"


def page(n: int, leads_to: int | None, body: object = None) -> Answer:
    link = {"link": f'<{URL}?page={leads_to}>; rel="next"'} if leads_to is not None else {}
    return Answer(AnswerKind.OK, 200, [n] if body is None else body, headers=link, url=f"{URL}?page={n}")


def followed(pages: Iterable[Answer]) -> None:
    trail = Trail()
    for answer in pages:
        trail.next(answer)


def test_a_list_is_followed_to_its_end() -> None:
    trail = Trail()
    assert [trail.next(page(n, n + 1 if n < 4 else None)) for n in range(1, 5)] == [
        f"{URL}?page=2", f"{URL}?page=3", f"{URL}?page=4", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "pages",
    [
        [page(1, 1)],
        [page(1, 2), page(2, 1), page(1, 2)],
        [page(1, 2, [7]), page(2, 3, [7])],
        [page(1, 2, []), page(2, 3, [])],
    ],
    ids=["to itself", "in a circle", "the same page under every number", "empty for ever"],
)
def test_a_list_that_does_not_lead_on_is_refused(pages: list[Answer]) -> None:
    with pytest.raises(Malformed, match="leads to a page that was read before"):
        followed(pages)


def test_a_list_without_end_is_left() -> None:
    with pytest.raises(Malformed, match="does not end"):
        followed(page(n, n + 1) for n in range(1, 2 * MOST))
    trail = Trail()
    trail.cursor("always the same")
    with pytest.raises(Malformed):
        trail.cursor("always the same")
