"""What a GraphQL query costs: nodes and points by GitHub's documented formula, and its page-size rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    value_from_ast_untyped,
)
from graphql.language import DocumentNode

NODE_LIMIT = 500_000
PAGE_LIMIT = 100


class TooCostly(Exception):
    """The query breaks a limit; `kind` and the message are GitHub's."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class QueryCost:
    """Requests that GitHub would need inside, nodes it may return, repositories asked for by id or name."""

    requests: int = 0
    nodes: int = 0
    repositories: int = 0

    @property
    def points(self) -> int:
        """A hundredth of the requests, rounded, at least one."""
        return max(1, round(self.requests / 100))


@dataclass
class Pricer:
    """Walks a valid query once and adds up."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    charge_counts: bool
    cost: QueryCost

    def walk(self, selections: SelectionSetNode | None, parent: Any, times: int) -> None:
        """Add what a selection costs when it is run `times` times."""
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                self._field(node, parent, times)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                inside = self.schema.type_map[condition.name.value] if condition else parent
                self.walk(node.selection_set, inside, times)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self.fragments[node.name.value]
                inside = self.schema.type_map[fragment.type_condition.name.value]
                self.walk(fragment.selection_set, inside, times)

    def _field(self, node: FieldNode, parent: Any, times: int) -> None:
        definition = getattr(parent, "fields", {}).get(node.name.value)
        if definition is None:
            return
        arguments = {
            a.name.value: value_from_ast_untyped(a.value, dict(self.variables)) for a in node.arguments or ()
        }
        inside = get_named_type(definition.type)
        if inside.name.endswith("Connection"):
            times = self._connection(node, arguments, times)
        elif node.name.value == "nodes" and isinstance(parent, GraphQLObjectType) and parent.name == "Query":
            times = self._ids(arguments)
        elif node.name.value in ("node", "repository") and getattr(parent, "name", "") == "Query":
            self.cost.repositories += 1
            self.cost.nodes += 1
        self.walk(node.selection_set, inside, times)

    def _ids(self, arguments: Mapping[str, Any]) -> int:
        count = len(arguments.get("ids") or ())
        if count > PAGE_LIMIT:
            text = f"You may not provide more than {PAGE_LIMIT} node ids; you provided {count}."
            raise TooCostly("ARGUMENT_LIMIT", text)
        self.cost.repositories += count
        self.cost.nodes += count
        return count

    def _connection(self, node: FieldNode, arguments: Mapping[str, Any], times: int) -> int:
        name, size = node.name.value, arguments.get("first") or arguments.get("last")
        if size is None:
            wanted = {s.name.value for s in _fields(node)}
            if wanted & {"nodes", "edges"}:
                text = f"You must provide a `first` or `last` value to properly paginate the `{name}` "
                text += "connection."
                raise TooCostly("MISSING_PAGINATION_BOUNDARIES", text)
            self.cost.requests += times if self.charge_counts else 0
            return times
        if size > PAGE_LIMIT:
            text = f"Requesting {size} records on the `{name}` connection exceeds the `first` limit of "
            text += "100 records."
            raise TooCostly("EXCESSIVE_PAGINATION", text)
        self.cost.requests += times
        self.cost.nodes += times * size
        if self.cost.nodes > NODE_LIMIT:
            text = f"This query requests up to {self.cost.nodes:,} possible nodes which exceeds the maximum "
            text += "limit of 500,000."
            raise TooCostly("MAX_NODE_LIMIT_EXCEEDED", text)
        return times * int(size)


def _fields(node: FieldNode) -> list[FieldNode]:
    inside = node.selection_set.selections if node.selection_set else ()
    return [s for s in inside if isinstance(s, FieldNode)]


def price(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any], *, charge_counts: bool
) -> QueryCost:
    """The cost of a query. Raises TooCostly."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    pricer = Pricer(schema, fragments, variables, charge_counts, QueryCost())
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            pricer.walk(definition.selection_set, schema.query_type, 1)
    return pricer.cost
