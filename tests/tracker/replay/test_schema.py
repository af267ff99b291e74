"""The schema that the replay serves is a true part of GitHub's own."""

from __future__ import annotations

import pytest
from graphql import (
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_union_type,
    parse,
    validate,
)

from tests.github_schema import github_schema
from tracker.replay.gql import schema

OURS = [t for name, t in schema().type_map.items() if not name.startswith("__")]


@pytest.mark.parametrize("ours", OURS, ids=[t.name for t in OURS])
def test_every_type_exists_at_github_with_the_same_fields(ours: object) -> None:
    theirs = github_schema().type_map[ours.name]  # type: ignore[attr-defined]
    assert type(theirs) is type(ours)
    if is_object_type(ours) or is_interface_type(ours):
        for name, field in ours.fields.items():
            assert str(theirs.fields[name].type) == str(field.type), name
            for argument, spec in field.args.items():
                assert str(theirs.fields[name].args[argument].type) == str(spec.type), (name, argument)
    if is_object_type(ours):
        assert {i.name for i in ours.interfaces} <= {i.name for i in theirs.interfaces}
    if is_input_object_type(ours):
        for name, field in ours.fields.items():
            assert str(theirs.fields[name].type) == str(field.type), name
    if is_enum_type(ours):
        assert set(ours.values) <= set(theirs.values)
    if is_union_type(ours):
        assert {t.name for t in ours.types} <= {t.name for t in theirs.types}


def test_githubs_schema_tells_good_queries_from_bad_ones() -> None:
    text = 'query { repository(owner: "a", name: "b") { issues(first: %s) { nodes { ... on %s { id } } } } }'
    good, bad = text % ("1", "Node"), text % ('"1"', "Release")
    assert validate(github_schema(), parse(good)) == []
    assert len(validate(github_schema(), parse(bad))) == 2
