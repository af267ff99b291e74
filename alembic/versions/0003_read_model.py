"""The read model: versions of facts, lives, the present of each repository, and its packed series."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SORTED = (
    "gravity", "stars", "gain30", "gain90", "gain365", "commits", "authors", "response", "closing",
    "released",
)  # fmt: skip


def _key(table: str) -> list[sa.SchemaItem]:
    return [
        sa.Column("repository_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repository.github_id"], name=op.f(f"fk_{table}_repository_id_repository")
        ),
    ]


def upgrade() -> None:
    op.create_table(
        "fact_version",
        *_key("fact_version"),
        sa.Column("judged", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("counted", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("repository_id", name=op.f("pk_fact_version")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "life",
        *_key("life"),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("headline", sa.String(length=20), nullable=False),
        sa.Column("declared", sa.String(length=20), nullable=False),
        sa.Column("observed", sa.String(length=10), nullable=False),
        sa.Column("location", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("observed_since", sa.Date(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repository_id", "start", name=op.f("pk_life")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "overview",
        *_key("overview"),
        sa.Column("judged", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, sa.Date(), nullable=False)
            for name in ("judged_on", "judged_until", "counted_on", "counted_until")
        ),
        sa.Column("headline", sa.String(length=20), nullable=False),
        sa.Column("gravity", sa.SmallInteger(), nullable=False),
        sa.Column("unmaintained", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.Double(), nullable=True)
            for name in ("stars", "gain30", "gain90", "share90", "gain365", "pace", "commits", "authors",
                         "response", "closing")
        ),
        sa.Column("released", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("repository_id", name=op.f("pk_overview")),
    )  # fmt: skip
    for name in SORTED:
        op.create_index(f"ix_overview_{name}", "overview", [name], unique=False)
    op.create_table(
        "kept",
        *_key("kept"),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("repository_id", "what", name=op.f("pk_kept")),
    )


def downgrade() -> None:
    for table in ("kept", "overview", "life", "fact_version"):
        op.drop_table(table)
