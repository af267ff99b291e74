"""Libraries that not everybody needs: which extra brings each, said where one is missing."""

from __future__ import annotations

# By the first part of an import's name. pyproject.toml lists what each extra installs.
EXTRA_OF = {
    "pyarrow": "parquet",
    "deltalake": "lake",
    "distributed": "cluster",
    "dask": "cluster",
    "mcp": "mcp",
    "mcp_types": "mcp",
    "sklearn": "forest",
    "socksio": "socks",
}


def missing(error: BaseException) -> str | None:
    """What to do about an import that failed for want of an extra; None for every other error."""
    if not isinstance(error, ModuleNotFoundError):
        return None
    extra = EXTRA_OF.get((error.name or "").partition(".")[0])
    return f"this needs the extra {extra}: {install(extra)}" if extra else None


def install(extra: str) -> str:
    """The command that brings an extra."""
    return f"pip install 'framework-tracker[{extra}]'"
