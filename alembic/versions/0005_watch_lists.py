"""Named lists of what is followed: the files they were read from, and what stands on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "watch_list",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("file", sa.String(length=1000), nullable=False),
        sa.Column("read_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", "file", name=op.f("pk_watch_list")),
    )
    op.create_table(
        "watch_list_entry",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("file", sa.String(length=1000), nullable=False),
        sa.Column("package", sa.String(length=214), nullable=False),
        sa.Column("full_name", sa.String(length=201), nullable=False),
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("added_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["name", "file"],
            ["watch_list.name", "watch_list.file"],
            name="fk_watch_list_entry_name_watch_list",
        ),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["repository.github_id"],
            name=op.f("fk_watch_list_entry_repository_id_repository"),
        ),
        sa.PrimaryKeyConstraint("name", "file", "package", "full_name", name=op.f("pk_watch_list_entry")),
    )
    op.create_index("ix_watch_list_entry_repository_id", "watch_list_entry", ["repository_id"], unique=False)


def downgrade() -> None:
    op.drop_table("watch_list_entry")
    op.drop_table("watch_list")
