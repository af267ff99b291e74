"""The tables on a cluster: by Citus's rules on a plain PostgreSQL, and on the real one that is named.

`TRACKER_TEST_CITUS=rules` runs tests of the store on a PostgreSQL that knows the rules, a URL on a cluster.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    MetaData,
    Select,
    Table,
    UniqueConstraint,
    create_engine,
    exists,
    func,
    select,
    text,
)

from tests import citus
from tests.citus_statements import refused
from tests.conftest import Cluster, Store
from tests.tracker.store.makers import NOW, known, seen, series
from tracker.store.copying import sums
from tracker.store.distribution import distribute, found, statements
from tracker.store.models import issue, metadata, observation, repository
from tracker.store.placement import COORDINATOR, DISTRIBUTED, REFERENCE, breaches
from tracker.store.session import StoreError, check_version, connect, sqlite_url

ROOT = Path(__file__).parents[3]
R, OB, IS = repository.c, observation.c, issue.c
ALIKE, TOGETHER = OB.repository_id == R.github_id, "issue, observation are read together"
SUITE = ("observations", "identities", "progress", "ledgers", "commit_days", "reader", "properties", "bulk")


def a_schema(*columns: Column[int], name: str = "issue", key: str = "repository_id") -> MetaData:
    made = MetaData()
    Table("repository", made, Column("github_id", Integer, primary_key=True))
    Table("run", made, Column("id", Integer, primary_key=True))
    Table(name, made, Column(key, Integer, primary_key=True), *columns)
    return made


def test_the_schema_keeps_every_rule_of_a_cluster() -> None:
    assert breaches(metadata) == []
    assert {*metadata.tables, "alembic_version"} == {*REFERENCE, *DISTRIBUTED, *COORDINATOR}


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        (a_schema(name="novelty"), "novelty has 0 places"),
        (a_schema(key="number"), "a unique key of issue lacks repository_id"),
        (a_schema(Column("run_id", ForeignKey("run.id"))), "issue is distributed and may point to"),
        (a_schema(Column("tag", Integer, unique=True)), "a unique key of issue lacks repository_id"),
    ],
)
def test_a_schema_that_a_cluster_would_refuse_is_named(schema: MetaData, told: str) -> None:
    assert any(one.startswith(told) for one in breaches(schema))


def test_an_ordinary_table_may_not_lean_on_a_distributed_one() -> None:
    schema = a_schema()
    Table(
        "watch",
        schema,
        Column("id", Integer, primary_key=True),
        Column("of", ForeignKey("issue.repository_id")),
    )
    assert breaches(schema) == [
        "watch stays on the coordinator and may not point to issue, which is distributed"
    ]


def test_a_unique_key_of_more_columns_may_hold_the_repository_anywhere() -> None:
    schema = a_schema(Column("number", Integer))
    schema.tables["issue"].append_constraint(UniqueConstraint("number", "repository_id"))
    assert breaches(schema) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (select(R.github_id).where(exists().where(ALIKE)), "looks at repository"),
        (select(R.owner, select(func.max(OB.day)).where(ALIKE).scalar_subquery()), "looks at repository"),
        (select(OB.day, IS.number).where(OB.value == IS.number), TOGETHER),
        (select(OB.day).where(exists().where(OB.value == IS.number)), TOGETHER),
        (select(OB.day).where(exists().where(OB.repository_id == IS.repository_id)), None),
        (select(R.github_id).where(R.github_id.not_in(select(OB.repository_id))), None),
        (select(OB.day, IS.number).where(ALIKE, R.github_id == IS.repository_id), None),
    ],
)
def test_what_its_planner_would_refuse_is_told_of_a_statement(query: Select[Any], told: str | None) -> None:
    assert told in (refused(query) or "") if told else refused(query) is None


def test_names_come_before_what_points_to_them_and_all_lie_beside_the_first() -> None:
    said = statements({}, 8)
    assert [values["name"] for _, values in said] == [*REFERENCE, *DISTRIBUTED]
    assert said[3][1]["shards"] == 8
    assert {values["beside"] for _, values in said[4:]} == {DISTRIBUTED[0]}


def test_a_table_of_a_later_migration_joins_the_others() -> None:
    placed = {**dict.fromkeys(REFERENCE, "reference"), **dict.fromkeys(DISTRIBUTED[:-1], "distributed")}
    assert [values for _, values in statements(placed, 99)] == [
        {"name": DISTRIBUTED[-1], "key": "repository_id", "beside": DISTRIBUTED[0]}
    ]


def test_only_postgresql_is_distributed(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="needs PostgreSQL with Citus"):
        distribute(connect(sqlite_url(tmp_path / "a.db")))


@pytest.fixture
def plain(migrated_postgres: Cluster) -> Iterator[Store]:
    """A migrated PostgreSQL database of its own, an ordinary one."""
    url = migrated_postgres.create("spread", "model")
    yield Store(opened := create_engine(url))
    opened.dispose()
    migrated_postgres.drop("spread")


@pytest.mark.component
def test_a_server_without_the_extension_says_what_it_needs(plain: Store) -> None:
    assert found(plain.engine) is None
    with pytest.raises(StoreError, match="shared_preload_libraries"):
        distribute(plain.engine)


@pytest.mark.component
@pytest.mark.parametrize("version", ["9.5-1", "11.1-1", "unheard of"])
def test_an_old_extension_is_refused_and_changes_nothing(plain: Store, version: str) -> None:
    citus.teach(plain.engine, version)
    with pytest.raises(StoreError, match=rf"has Citus {version}; the tables need 11\.2 or later"):
        distribute(plain.engine)
    assert found(plain.engine) is None


@pytest.mark.component
def test_every_table_takes_its_place_once_and_the_rows_stay(plain: Store) -> None:
    known(plain)
    plain.observations.save([seen(n, n) for n in range(9)], NOW)
    before = sums(plain.engine)
    citus.teach(plain.engine)
    made = distribute(plain.engine)
    assert (made.distributed, made.reference) == (len(DISTRIBUTED), len(REFERENCE))
    assert distribute(plain.engine) == made
    assert sums(plain.engine) == before
    assert check_version(plain.engine) is None
    plain.observations.save([seen(7, 1)], NOW)
    assert len(series(plain)) == 9


@pytest.mark.component
def test_what_is_refused_half_way_leaves_nothing_placed(plain: Store) -> None:
    citus.teach(plain.engine)
    with plain.engine.begin() as connection:
        connection.execute(text("CREATE UNIQUE INDEX odd ON kept (what)"))
    with pytest.raises(StoreError, match="odd lacks the distribution column"):
        distribute(plain.engine)
    assert found(plain.engine) is None


@pytest.mark.component
def test_the_stores_suite_holds_where_a_repository_may_never_move() -> None:
    files = [f"tests/tracker/store/test_{name}.py" for name in SUITE]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "postgresql", *files],
        cwd=ROOT, env={**os.environ, "TRACKER_TEST_CITUS": "rules"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.component
@pytest.mark.skipif(
    "://" not in os.environ.get("TRACKER_TEST_CITUS", ""),
    reason="no registry carries a Citus: set TRACKER_TEST_CITUS to a coordinator's URL",
)
def test_a_real_cluster_spreads_the_tables_and_answers_the_same() -> None:
    url = os.environ["TRACKER_TEST_CITUS"]
    with citus.wiped(url) as engine:
        store = known(Store(engine))
        store.observations.save([seen(n, n) for n in range(9)], NOW)
        before = sums(engine)
        made = distribute(engine, 8)
        assert sum(node.shards for node in made.nodes) == 8 * len(DISTRIBUTED)
        assert sums(engine) == before
        assert distribute(engine) == made
