"""What is followed: repositories, their names and attributes, watches and lists."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text

from tracker.store.models.base import BigId, UTCDateTime, metadata, repository_key

repository = Table(
    "repository",
    metadata,
    Column("github_id", BigId, primary_key=True, autoincrement=False),
    Column("node_id", String(100), nullable=False),
    Column("owner", String(100), nullable=False),
    Column("name", String(100), nullable=False),
    Column("created_at", UTCDateTime),
    Column("pushed_at", UTCDateTime),
    Column("archived", Boolean),
    Column("archived_at", UTCDateTime),
    Column("description", Text),
    Column("homepage", Text),
    Column("topics", Text),
    Column("is_fork", Boolean),
    Column("is_mirror", Boolean),
    Column("is_empty", Boolean),
    Column("parent_id", BigId),
    Column("default_branch", String(255)),
    Column("head_oid", String(64)),
    Column("has_issues", Boolean),
    Column("license", String(100)),
    Column("language", String(100)),
    Column("presence", String(10), nullable=False, server_default="active"),
    Column("presence_since", UTCDateTime),
    Column("presence_reason", Text),
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("seen_at", UTCDateTime),
    Index("ix_repository_owner_name", "owner", "name"),
)

# What people asked to follow. A name is resolved to an identity at the first look.
watch = Table(
    "watch",
    metadata,
    Column("full_name", String(201), primary_key=True),
    Column("repository_id", BigId, ForeignKey("repository.github_id")),
    Column("category", String(60)),
    Column("origin", String(200), nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
    Column("problem", Text),
    Index("ix_watch_repository_id", "repository_id"),
)

# Named lists, and where each was read: a file of a project, or '' for what was named by hand.
watch_list = Table(
    "watch_list",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("file", String(1000), primary_key=True),
    Column("read_at", UTCDateTime, nullable=False),
)

# What stands on a list: the package that asks for it ('' by hand) and the repository as it was named.
watch_list_entry = Table(
    "watch_list_entry",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("file", String(1000), primary_key=True),
    Column("package", String(214), primary_key=True),
    Column("full_name", String(201), primary_key=True),
    Column("repository_id", BigId, ForeignKey("repository.github_id")),
    Column("added_at", UTCDateTime, nullable=False),
    ForeignKeyConstraint(
        ["name", "file"],
        ["watch_list.name", "watch_list.file"],
        name="fk_watch_list_entry_name_watch_list",
    ),
    Index("ix_watch_list_entry_repository_id", "repository_id"),
)

repository_name = Table(
    "repository_name",
    metadata,
    repository_key(),
    Column("full_name", String(201), primary_key=True),
    Column("first_seen", UTCDateTime, primary_key=True),
    Column("last_seen", UTCDateTime, nullable=False),
)

attribute = Table(
    "attribute",
    metadata,
    repository_key(),
    Column("name", String(40), primary_key=True),
    Column("seen_at", UTCDateTime, primary_key=True),
    Column("value", Text),
)
