"""The read model by month: all repositories side by side, from which lists of past days are made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "panel",
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("chunk", sa.SmallInteger(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("chunks", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("what", "chunk", "month", name=op.f("pk_panel")),
    )
    op.create_table(
        "panel_stale",
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repository.github_id"],
            name=op.f("fk_panel_stale_repository_id_repository"),
        ),
        sa.PrimaryKeyConstraint("repository_id", name=op.f("pk_panel_stale")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO panel_stale SELECT repository_id, '1970-01-01' FROM overview")


def downgrade() -> None:
    op.drop_table("panel_stale")
    op.drop_table("panel")
