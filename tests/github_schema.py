"""GitHub's whole GraphQL schema, built from the introspection that the package ghapi carries.

The introspection says which fields each type has, not which interfaces it implements: a type implements an
interface when it has all of its fields with the same types, which is what GitHub's own schema demands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ghapi.gql_spec import gqlspec
from graphql import GraphQLSchema, build_schema

BUILT_IN = {"Int", "Float", "String", "Boolean", "ID"}


@lru_cache(maxsize=1)
def github_schema() -> GraphQLSchema:
    """The schema to validate the product's queries against."""
    return build_schema(sdl(), assume_valid=True)


def sdl() -> str:
    """The schema's text."""
    types: dict[str, dict[str, Any]] = gqlspec["types"]
    parts = [_type(name, spec, types) for name, spec in types.items() if name not in BUILT_IN | {"__"}]
    roots = f"schema {{ query: {gqlspec['query']} mutation: {gqlspec['mutation']} }}"
    return "\n".join([roots, *(p for p in parts if p)])


def _type(name: str, spec: dict[str, Any], types: dict[str, dict[str, Any]]) -> str:
    if name.startswith("__"):
        return ""
    kind = spec["kind"]
    if kind == "SCALAR":
        return f"scalar {name}"
    if kind == "ENUM":
        return f"enum {name}" + _block(" ".join(spec["values"]))
    if kind == "UNION":
        return f"union {name} = {' | '.join(spec['of'])}"
    if kind == "INPUT_OBJECT":
        inputs = " ".join(f"{n}: {f['type']}" for n, f in spec["fields"].items())
        return f"input {name}" + _block(inputs)
    fields = " ".join(_field(n, f) for n, f in spec["fields"].items())
    if kind == "INTERFACE":
        return f"interface {name}" + _block(fields)
    found = [i for i, s in types.items() if s["kind"] == "INTERFACE" and _implements(spec, s)]
    return f"type {name}{' implements ' + ' & '.join(found) if found else ''}" + _block(fields)


def _block(inside: str) -> str:
    """Braces around it; none around nothing: some types that GitHub has retired are empty."""
    return f" {{ {inside} }}" if inside else ""


def _field(name: str, spec: dict[str, Any]) -> str:
    arguments = ", ".join(f"{n}: {a[0]}" for n, a in spec["args"].items())
    return f"{name}{f'({arguments})' if arguments else ''}: {spec['type']}"


def _implements(spec: dict[str, Any], interface: dict[str, Any]) -> bool:
    own = spec["fields"]
    return bool(interface["fields"]) and all(
        n in own and own[n]["type"] == f["type"] for n, f in interface["fields"].items()
    )
