"""Forecasts, kept as they were said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forecast",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric_id", sa.SmallInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("target", sa.Date(), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_forecast_metric_id_metric")),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f("fk_forecast_repository_id_repository")
        ),
        sa.PrimaryKeyConstraint("repository_id", "metric_id", "made_on", "target", name=op.f("pk_forecast")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("forecast")
