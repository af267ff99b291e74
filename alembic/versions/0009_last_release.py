"""Of each repository, its final releases in the order of their days: a past day is sorted by the last one."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAME = "ix_release_last"


def upgrade() -> None:
    op.create_index(NAME, "release", ["repository_id", "is_prerelease", "published_at"], unique=False)


def downgrade() -> None:
    op.drop_index(NAME, "release")
