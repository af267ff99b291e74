"""The GraphQL half of the replay: parses, prices, checks and executes a query over the world."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from tracker.replay.gql_context import QueryContext
from tracker.replay.gql_cost import QueryCost, TooCostly, price
from tracker.replay.gql_root import Root
from tracker.replay.limits import Accounts
from tracker.replay.replies import Reply, Request, answer, refusal
from tracker.replay.world import ReplayRepository, World

UNKNOWN_FIELD = re.compile(r"^Cannot query field '(\w+)' on type '(\w+)'")


@lru_cache(maxsize=1)
def schema() -> GraphQLSchema:
    """The part of GitHub's schema that the replay serves."""
    text = Path(__file__).with_name("schema.graphql").read_text(encoding="utf-8")
    return build_schema(text, assume_valid=True)


@lru_cache(maxsize=256)
def checked(query: str) -> tuple[DocumentNode, tuple[GraphQLError, ...]]:
    """The query's tree and what is wrong with it, kept for the next time."""
    document = parse(query)
    return document, tuple(validate(schema(), document))


@dataclass(frozen=True, slots=True)
class GraphQL:
    """GraphQL over a world; `tip` tells (and makes) the head of a repository's branch."""

    world: World
    accounts: Accounts
    tip: Callable[[ReplayRepository], str | None]

    def handle(self, request: Request) -> Reply:
        """The answer to a POST: nearly always a 200 with data, errors or both."""
        if request.token is None:
            return refusal(401, "This endpoint requires you to be authenticated.")
        try:
            sent = json.loads(request.body)
            query, variables = sent["query"], sent.get("variables") or {}
        except (ValueError, KeyError, TypeError):
            return refusal(400, "Problems parsing JSON")
        reply = self._run(request, query, variables)
        reply.resource = "graphql"
        return reply

    def _run(self, request: Request, query: str, variables: Mapping[str, Any]) -> Reply:
        try:
            document, errors = checked(query)
        except GraphQLSyntaxError as error:
            return _errors([_shown(error)])
        if errors:
            return _errors([_refused(error) for error in errors])
        limits = self.accounts.limits
        try:
            cost = price(schema(), document, variables, charge_counts=limits.charge_counts)
        except TooCostly as error:
            return _errors([{"type": error.kind, "message": str(error)}])
        if limits.graphql_capacity is not None and cost.repositories > limits.graphql_capacity:
            return over_capacity(limits.over_capacity)
        return self._execute(request, document, variables, cost)

    def _execute(
        self, request: Request, document: DocumentNode, variables: Mapping[str, Any], cost: QueryCost
    ) -> Reply:
        context = QueryContext(self.world, request.now, self.tip)
        root = Root(context, request, self.accounts, cost).fields()
        result = execute_sync(schema(), document, root, variable_values=dict(variables))
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [_shown(error) for error in result.errors]
        reply = answer(body)
        reply.points = cost.points
        return reply


def over_capacity(kind: str) -> Reply:
    """What GitHub does with a query that is too much for it, in its several ways."""
    if kind in ("502", "504"):
        return Reply(
            int(kind), b"<html><body>Server Error</body></html>", {"content-type": "text/html"}, points=10
        )
    if kind == "resource_limits":
        error = {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "Resource limits for this query exceeded."}
        return answer({"data": None, "errors": [error | {"path": ["nodes"]}]})
    if kind == "timeout_on_validation":
        return _errors([{"message": "Timeout on validation of query"}])
    text = (
        "Something went wrong while executing your query. This may be the result of a timeout, or it could "
        "be a GitHub bug. Please include 0000:REPLAY:1 when reporting this issue."
    )
    return answer({"data": None, "errors": [{"message": text}]})


def _errors(errors: list[dict[str, Any]]) -> Reply:
    """A whole query refused: no data at all."""
    return answer({"errors": errors})


def _refused(error: GraphQLError) -> dict[str, Any]:
    """A mistake in the query, in GitHub's words where clients look for them."""
    shown = _shown(error)
    if found := UNKNOWN_FIELD.match(error.message):
        field, kind = found.groups()
        shown["message"] = f"Field '{field}' doesn't exist on type '{kind}'"
        shown["extensions"] = {"code": "undefinedField", "typeName": kind, "fieldName": field}
    else:
        shown["extensions"] = {"code": "argumentLiteralsIncompatible"}
    return shown


def _shown(error: GraphQLError) -> dict[str, Any]:
    """An error as GitHub writes it: the type beside the message, codes of bad queries in `extensions`."""
    shown: dict[str, Any] = {}
    if error.extensions and "type" in error.extensions:
        shown["type"] = error.extensions["type"]
    if error.path is not None:
        shown["path"] = list(error.path)
    if error.locations:
        shown["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    return shown | {"message": error.message}
