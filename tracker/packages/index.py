"""Asking the package index that pip or uv is set up with; the usual one is the library's to know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from packaging.version import InvalidVersion, Version
from pypi_simple import NoMetadataError, NoSuchProjectError, PyPISimple, UnsupportedRepoVersionError

from tracker.packages.sources import in_metadata

TIMEOUT = (5.0, 20.0)  # seconds to connect, and between two parts of an answer
INACTIVE = re.compile(r"^Development Status\s*::\s*7\b")
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


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What the index says of a package's state: its project status (PEP 792) and why, the classifier with
    which its newest release calls itself inactive, when that came out, and where it can be read."""

    status: str | None
    reason: str | None
    inactive: str | None
    version: str | None
    released: datetime | None
    url: str


class Index:
    """A package index, by its simple API and core metadata. Only metadata is fetched, never a package."""

    def __init__(self, url: str | None = None) -> None:
        self._client = PyPISimple(url) if url else PyPISimple()

    def close(self) -> None:
        self._client.s.close()

    def find(self, name: str) -> Published:
        """The repository of a package. Raises NotFound and IndexSilent."""
        with _asking():
            page = self._client.get_project_page(name, timeout=TIMEOUT)
            repository = in_metadata(self._metadata(_newest(page.packages)))
        if repository is None:
            raise NotFound("its metadata names no repository on GitHub")
        marker = page.status.value if page.status else None
        return Published(repository, marker, page.status_reason)

    def standing(self, name: str) -> IndexStatus:
        """What the index and the newest release say of a package's own state. Raises as `find` does."""
        with _asking():
            page = self._client.get_project_page(name, timeout=TIMEOUT)
            described = [f for f in page.packages if f.has_metadata]
            newest = _newest(described) if described else None
            classifiers = self._metadata(newest).get_all("Classifier") or [] if newest else []
        return IndexStatus(
            status=page.status.value if page.status else None,
            reason=page.status_reason,
            inactive=next((str(c) for c in classifiers if INACTIVE.search(str(c))), None),
            version=newest.version if newest else None,
            released=newest.upload_time if newest else None,
            url=_public(self._client.get_project_url(name)),
        )

    def _metadata(self, newest: Any) -> Message:
        try:
            content = self._client.get_package_metadata_bytes(
                newest, verify=bool(newest.metadata_digests), timeout=TIMEOUT
            )
        except NoMetadataError:
            raise NotFound("the package index offers metadata of it, but does not have them") from None
        return BytesParser().parsebytes(content)


@contextmanager
def _asking() -> Iterator[None]:
    """The library's troubles as reasons. Raises NotFound and IndexSilent."""
    try:
        yield
    except NoSuchProjectError:
        raise NotFound("the package index has no such package") from None
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else "nothing"
        raise NotFound(f"the package index answered {status}") from None
    except (requests.ConnectionError, requests.Timeout) as error:
        raise IndexSilent(f"the package index cannot be asked ({type(error).__name__})") from None
    except (requests.RequestException, UnsupportedRepoVersionError, ValueError) as error:
        raise NotFound(f"the package index's answer cannot be read ({type(error).__name__})") from None


def _newest(files: Sequence[Any]) -> Any:
    """The file of the latest release that has metadata of its own."""
    described = [f for f in files if f.has_metadata]
    if not described:
        raise NotFound("the package index offers no metadata of it without the package itself")
    return max(described, key=lambda f: _version(f.version))


def _public(url: str) -> str:
    """An address that can be shown: an index of one's own may be asked with a password in it."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _version(text: str | None) -> tuple[bool, Version]:
    """Releases before pre-releases, later ones first."""
    try:
        version = Version(text or "")
    except InvalidVersion:
        return False, OLDEST_FIRST
    return not version.is_prerelease, version
