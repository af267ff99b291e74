"""The fields of Query: repositories by id or name, the budget, the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from tracker.replay import rest, shapes
from tracker.replay.gql_connections import Node, connect
from tracker.replay.gql_context import QueryContext
from tracker.replay.gql_cost import QueryCost
from tracker.replay.gql_repository import repository_node
from tracker.replay.limits import Accounts
from tracker.replay.replies import Request, policy_text
from tracker.replay.world import ReplayRepository, id_of_node, iso, moment


@dataclass(frozen=True, slots=True)
class Root:
    """The fields of Query."""

    context: QueryContext
    request: Request
    accounts: Accounts
    cost: QueryCost

    def fields(self) -> Node:
        """By name, each a function of the field's arguments."""
        return {
            "node": lambda info, **arguments: self._node(arguments["id"]),
            "nodes": lambda info, **arguments: [self._or_error(i) for i in arguments["ids"]],
            "repository": lambda info, **arguments: self._repository(arguments),
            "rateLimit": lambda info, **arguments: self._rate_limit(),
            "search": lambda info, **arguments: self._search(arguments),
        }

    def _or_error(self, node: str) -> Node | GraphQLError:
        """One of several: what is missing is an error at its place, the others stay."""
        try:
            return self._node(node)
        except GraphQLError as error:
            return error

    def _node(self, node: str) -> Node:
        number = id_of_node(node)
        repository = self.context.world.by_id(number) if number is not None else None
        if repository is None or not self._visible(repository):
            raise _typed("NOT_FOUND", f"Could not resolve to a node with the global id of '{node}'")
        return self._allowed(repository)

    def _repository(self, arguments: Mapping[str, Any]) -> Node:
        name = f"{arguments['owner']}/{arguments['name']}"
        found = self.context.world.find(name)
        if found is None or not self._visible(found[0]) or (found[1] and not arguments["followRenames"]):
            raise _typed("NOT_FOUND", f"Could not resolve to a Repository with the name '{name}'.")
        return self._allowed(found[0])

    def _visible(self, repository: ReplayRepository) -> bool:
        return repository.presence == "here" and repository.created_at <= self.context.now

    def _allowed(self, repository: ReplayRepository) -> Node:
        owner = shapes.owner_of(repository)
        if owner.lower() in {o.lower() for o in self.context.world.refusing_owners}:
            raise _typed("FORBIDDEN", policy_text(owner))
        return repository_node(repository, self.context)

    def _rate_limit(self) -> Node:
        window = self.accounts.window("graphql", self.request.token, self.context.now)
        limit, used = self.accounts.limits.graphql, window.used + self.cost.points
        return {
            "cost": self.cost.points,
            "nodeCount": self.cost.nodes,
            "limit": limit,
            "used": min(used, limit),
            "remaining": max(limit - used, 0),
            "resetAt": iso(moment(window.reset)),
        }

    def _search(self, arguments: Mapping[str, Any]) -> Node:
        """Repositories as REST finds them; issues are not searched and none are found."""
        found: list[ReplayRepository] = []
        if arguments["type"] == "REPOSITORY":
            found = rest.matching(arguments["query"], self.context.world, self.context.now)
        page = connect(found, lambda r: repository_node(r, self.context), arguments)
        return page | {"repositoryCount": len(found), "issueCount": 0}


def _typed(kind: str, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"type": kind})
