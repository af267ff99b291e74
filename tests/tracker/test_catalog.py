"""The catalog: complete, consistent, and plain about what is wrong with an entry."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.catalog import CatalogError, catalog, parse
from tracker.github.names import parse_repository
from tracker.replay.figures import quarters

ENTRY = '[[repositories]]\nrepository = "a/b"\ncategory = "x"\n'


def milestone(**fields: str) -> str:
    row = {
        "date": "2020-01-02",
        "kind": '"release"',
        "text": '"t"',
        "source": '"https://example.org"',
    } | fields
    inside = ", ".join(f"{k} = {v}" for k, v in row.items() if v)
    return f"{ENTRY}milestones = [{{ {inside} }}]\n"


def test_it_holds_at_least_sixty_repositories_in_groups() -> None:
    assert len(catalog().entries) >= 60
    assert {"frameworks", "compilers", "vision", "nlp", "historic"} <= set(catalog().groups())
    assert sum(len(g) for g in catalog().groups().values()) == len(catalog().entries)


@pytest.mark.parametrize(
    "name",
    ["tensorflow/tensorflow", "Theano/Theano", "microsoft/CNTK", "keras-team/keras", "pytorch/pytorch",
     "numpy/numpy", "tensorflow/tensorboard"],
)  # fmt: skip
def test_the_repositories_everybody_asks_for_are_in_it(name: str) -> None:
    entry = catalog().get(name)
    assert entry is not None
    assert entry.repository == name


def test_every_repository_of_the_demo_is_in_it() -> None:
    assert [name for name in quarters() if catalog().get(name) is None] == []


def test_every_name_in_it_is_a_possible_name() -> None:
    for entry in catalog().entries:
        for name in (entry.repository, *entry.former_names, *entry.successor):
            assert "/".join(parse_repository(name)) == name


def test_numbers_are_given_to_one_repository_only() -> None:
    numbers = [e.github_id for e in catalog().entries if e.github_id is not None]
    assert len(numbers) == len(set(numbers))


def test_what_a_readme_said_is_quoted_shortly() -> None:
    quoted = [m for e in catalog().entries for m in e.milestones if m.quote]
    assert len(quoted) >= 10
    assert all(m.where == "readme" and len(m.quote or "") < 80 for m in quoted)


def test_milestones_are_sorted_by_date_whatever_their_order_in_the_file() -> None:
    later, earlier = milestone(date="2021-01-01"), milestone(date="2019-01-01")
    both = later.replace(" }]", " }, " + earlier[earlier.index("{") :].rstrip().removesuffix("]") + "]")
    assert [m.date.year for m in parse(both).entries[0].milestones] == [2019, 2021]


def test_theano_was_announced_before_its_readme_said_so() -> None:
    entry = catalog().get("Theano/Theano")
    assert entry is not None
    ends = [(m.date, m.where, m.quote) for m in entry.milestones if m.kind == "end-of-life"]
    assert ends == [
        (date(2017, 9, 28), "announcement", None),
        (date(2017, 10, 6), "readme", "MILA will stop developing Theano"),
    ]


def test_names_are_found_whatever_their_case_and_by_former_names() -> None:
    for name in ("TENSORFLOW/tensorflow", "Google/JAX", "dmlc/mxnet"):
        assert catalog().get(name) is not None, name
    assert catalog().get("nobody/nothing") is None


@pytest.mark.parametrize("name", ["torch", "Torch_Geometric", "torch.geometric", "TORCH-GEOMETRIC", "theano"])
def test_packages_lead_to_their_repository(name: str) -> None:
    assert catalog().for_package(name) is not None


def test_a_package_of_nobody_leads_nowhere() -> None:
    assert catalog().for_package("left-pad") is None


def test_a_month_is_its_last_day_and_says_so() -> None:
    fact = parse(milestone(date='"2021-02"')).entries[0].milestones[0]
    assert (fact.date, fact.month_only) == (date(2021, 2, 28), True)


def test_a_present_name_wins_over_a_former_one() -> None:
    found = parse(
        '[[repositories]]\nrepository = "new/one"\ncategory = "x"\nformer_names = ["old/name"]\n'
        '[[repositories]]\nrepository = "old/name"\ncategory = "x"\n'
    )
    entry = found.get("old/name")
    assert entry is not None
    assert entry.repository == "old/name"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense [", "cannot be read"),
        ('[[repositories]]\nrepository = "alone"\ncategory = "x"', "'alone' is not OWNER/NAME"),
        ('[[repositories]]\nrepository = "a/b"', "a/b has no category"),
        (ENTRY + 'colour = "red"', "unknown field 'colour'"),
        (ENTRY + ENTRY, "listed twice"),
        (milestone(kind='"dead"'), "kind 'dead' is none of"),
        (milestone(where='"pub"'), "where 'pub' is none of"),
        (milestone(source='"a friend"'), "is not an address"),
        (ENTRY + 'successor = [{ repository = "c/d", by = "project" }]', "a successor of a/b has no source"),
        (
            ENTRY + 'successor = [{ repository = "c/d", by = "hearsay", source = "https://x.org" }]',
            "by 'hearsay' is none of",
        ),
        (ENTRY + 'no_successor = "nobody"', "is not an address"),
        (milestone(source=""), "has no source"),
        (milestone(date='"spring"'), "'spring' is neither a date nor"),
        (
            ENTRY + 'packages = ["p", "p"]\n' + ENTRY.replace("a/b", "c/d") + 'packages = ["P"]',
            "two repositories",
        ),
    ],
)
def test_a_wrong_entry_is_named_with_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(CatalogError, match=r"^catalog\.toml: ") as caught:
        parse(text)
    assert words in str(caught.value)


ENDS = {"end-of-life", "maintenance-only", "moved", "archived"}


def test_whoever_ended_has_a_successor_or_the_page_on_which_none_is_named() -> None:
    ended = [e for e in catalog().entries if any(m.kind in ENDS for m in e.milestones)]
    assert [e.repository for e in ended if not (e.successor or e.no_successor)] == []
    assert [e.repository for e in catalog().entries if e.successor and e.no_successor] == []


def test_whose_word_a_successor_is_comes_with_its_source_and_day() -> None:
    theano = catalog().get("Theano/Theano")
    assert theano is not None
    assert theano.successor == ("aesara-devs/aesara", "pymc-devs/pytensor")
    last = theano.successions[-1]
    assert (last.repository, last.named_by) == ("pymc-devs/pytensor", "project")
    assert last.since is not None
    assert "/Theano/Theano/blob/" in last.source
