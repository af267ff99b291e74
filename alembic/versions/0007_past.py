"""How often numbers of a repository's long past changed: what a lake need not read again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fact_version", sa.Column("past", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("fact_version", "past")
