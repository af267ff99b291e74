"""Asking the package index that pip or uv is set up with; the usual one is the library's to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.parser import BytesParser
from typing import Any

import requests
from packaging.version import InvalidVersion, Version
from pypi_simple import NoMetadataError, NoSuchProjectError, PyPISimple, UnsupportedRepoVersionError

from tracker.packages.sources import in_metadata

TIMEOUT = (5.0, 20.0)  # seconds to connect, and between two parts of an answer
OLDEST_FIRST = Version("0")


class IndexSilent(Exception):
    """The index cannot be asked at all; there is no sense in asking it for other packages."""


class NotFound(Exception):
    """The index does not lead to a repository; the message says why."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the index says of a package: its repository, and its project status (active, archived …)."""

    repository: str
    status: str | None = None
    reason: str | None = None


class Index:
    """A package index, by its simple API and core metadata. Only metadata is fetched, never a package."""

    def __init__(self, url: str | None = None) -> None:
        self._client = PyPISimple(url) if url else PyPISimple()

    def close(self) -> None:
        self._client.s.close()

    def find(self, name: str) -> Published:
        """The repository of a package. Raises NotFound and IndexSilent."""
        try:
            page = self._client.get_project_page(name, timeout=TIMEOUT)
            repository = self._repository(page.packages)
        except NoSuchProjectError:
            raise NotFound("the package index has no such package") from None
        except requests.HTTPError as error:
            status = error.response.status_code if error.response is not None else "nothing"
            raise NotFound(f"the package index answered {status}") from None
        except (requests.ConnectionError, requests.Timeout) as error:
            raise IndexSilent(f"the package index cannot be asked ({type(error).__name__})") from None
        except (requests.RequestException, UnsupportedRepoVersionError, ValueError) as error:
            raise NotFound(f"the package index's answer cannot be read ({type(error).__name__})") from None
        if repository is None:
            raise NotFound("its metadata names no repository on GitHub")
        marker = page.status.value if page.status else None
        return Published(repository, marker, page.status_reason)

    def _repository(self, files: Sequence[Any]) -> str | None:
        described = [f for f in files if f.has_metadata]
        if not described:
            raise NotFound("the package index offers no metadata of it without the package itself")
        newest = max(described, key=lambda f: _version(f.version))
        try:
            content = self._client.get_package_metadata_bytes(
                newest, verify=bool(newest.metadata_digests), timeout=TIMEOUT
            )
        except NoMetadataError:
            raise NotFound("the package index offers metadata of it, but does not have them") from None
        return in_metadata(BytesParser().parsebytes(content))


def _version(text: str | None) -> tuple[bool, Version]:
    """Releases before pre-releases, later ones first."""
    try:
        version = Version(text or "")
    except InvalidVersion:
        return False, OLDEST_FIRST
    return not version.is_prerelease, version
