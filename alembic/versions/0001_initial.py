"""The first tables: repositories, their observations and what the collectors remember."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=100), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_lease")),
    )
    op.create_table(
        "job_state",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_job_state")),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "metric",
        sa.Column("id", sa.SmallInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
        sa.UniqueConstraint("name", name=op.f("uq_metric_name")),
    )
    op.create_table(
        "repository",
        sa.Column(
            "github_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("node_id", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("homepage", sa.Text(), nullable=True),
        sa.Column("topics", sa.Text(), nullable=True),
        sa.Column("is_fork", sa.Boolean(), nullable=True),
        sa.Column("is_mirror", sa.Boolean(), nullable=True),
        sa.Column("is_empty", sa.Boolean(), nullable=True),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("default_branch", sa.String(length=255), nullable=True),
        sa.Column("head_oid", sa.String(length=64), nullable=True),
        sa.Column("has_issues", sa.Boolean(), nullable=True),
        sa.Column("license", sa.String(length=100), nullable=True),
        sa.Column("language", sa.String(length=100), nullable=True),
        sa.Column("presence", sa.String(length=10), server_default="active", nullable=False),
        sa.Column("presence_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("presence_reason", sa.Text(), nullable=True),
        sa.Column("misses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("github_id", name=op.f("pk_repository")),
    )
    with op.batch_alter_table("repository", schema=None) as batch_op:
        batch_op.create_index("ix_repository_owner_name", ["owner", "name"], unique=False)

    op.create_table(
        "run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("requests", sa.Integer(), server_default="0", nullable=False),
        sa.Column("points", sa.Integer(), server_default="0", nullable=False),
        sa.Column("observations", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("job", "slot", name=op.f("uq_run_job_slot")),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index("ix_run_started_at", ["started_at"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", sa.SmallInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("name", name=op.f("uq_source_name")),
    )
    op.create_table(
        "validator",
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_validator")),
    )
    op.create_table(
        "attribute",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_attribute_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "name", "seen_at", name=op.f("pk_attribute")),
    )
    op.create_table(
        "author_day",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_author_day_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "day", "author", name=op.f("pk_author_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cursor",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("collector", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_cursor_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "collector", name=op.f("pk_cursor")),
    )
    op.create_table(
        "degraded",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric_id", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_degraded_metric_id_metric")),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_degraded_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "metric_id", name=op.f("pk_degraded")),
    )
    op.create_table(
        "gap",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric_id", sa.SmallInteger(), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_gap_metric_id_metric")),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_gap_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "metric_id", "start_day", name=op.f("pk_gap")),
    )
    op.create_table(
        "issue",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_pull_request", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_reason", sa.String(length=20), nullable=True),
        sa.Column("author_is_bot", sa.Boolean(), nullable=True),
        sa.Column("author_association", sa.String(length=30), nullable=True),
        sa.Column("is_draft", sa.Boolean(), nullable=True),
        sa.Column("comments", sa.Integer(), nullable=True),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_maintainer_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asks_if_alive", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_issue_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "number", name=op.f("pk_issue")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notice",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("declares", sa.String(length=20), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_notice_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "place", "declares", "first_seen", name=op.f("pk_notice")),
    )
    op.create_table(
        "observation",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric_id", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("source_id", sa.SmallInteger(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_observation_metric_id_metric")),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_observation_repository_id_repository")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_observation_source_id_source")),
        sa.PrimaryKeyConstraint("repository_id", "metric_id", "day", name=op.f("pk_observation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "release",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tag", sa.String(length=255), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_prerelease", sa.Boolean(), nullable=False),
        sa.Column("is_tag_only", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_release_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "tag", name=op.f("pk_release")),
    )
    op.create_table(
        "repository_name",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("full_name", sa.String(length=201), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repository.github_id"],
            name=op.f("fk_repository_name_repository_id_repository"),
        ),
        sa.PrimaryKeyConstraint("repository_id", "full_name", "first_seen", name=op.f("pk_repository_name")),
    )
    op.create_table(
        "revision",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric_id", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("old_value", sa.Double(), nullable=False),
        sa.Column("new_value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_revision_metric_id_metric")),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_revision_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "metric_id", "day", "seen_at", name=op.f("pk_revision")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run_gap",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("collector", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_run_gap_repository_id_repository")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_gap_run_id_run")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_run_gap")),
    )
    op.create_table(
        "watch",
        sa.Column("full_name", sa.String(length=201), nullable=False),
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("category", sa.String(length=60), nullable=True),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_watch_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("full_name", name=op.f("pk_watch")),
    )
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.create_index("ix_watch_repository_id", ["repository_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.drop_index("ix_watch_repository_id")

    op.drop_table("watch")
    op.drop_table("run_gap")
    op.drop_table("revision")
    op.drop_table("repository_name")
    op.drop_table("release")
    op.drop_table("observation")
    op.drop_table("notice")
    op.drop_table("issue")
    op.drop_table("gap")
    op.drop_table("degraded")
    op.drop_table("cursor")
    op.drop_table("author_day")
    op.drop_table("attribute")
    op.drop_table("validator")
    op.drop_table("source")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_index("ix_run_started_at")

    op.drop_table("run")
    with op.batch_alter_table("repository", schema=None) as batch_op:
        batch_op.drop_index("ix_repository_owner_name")

    op.drop_table("repository")
    op.drop_table("metric")
    op.drop_table("meta")
    op.drop_table("job_state")
    op.drop_table("job_lease")
