"""Which package index a file's packages come from: the public one, its mirrors, or somebody's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from tracker.github.names import bare_url
from tracker.packages.dependency import PYPI, Dependency
from tracker.packages.tables import Table, rows, table, word

THE_INDEX = "https://pypi.org/simple"
NO_INDEX = "no index"  # a file that forbids asking any
# The public index, and whole copies of it: a name means the same there.
PUBLIC = frozenset(
    {"pypi.org", "pypi.python.org", "files.pythonhosted.org", "www.piwheels.org", "piwheels.org"}
    | {"pypi.tuna.tsinghua.edu.cn", "mirrors.tuna.tsinghua.edu.cn", "mirrors.aliyun.com", "pypi.doubanio.com"}
    | {"pypi.douban.com", "mirrors.ustc.edu.cn", "pypi.mirrors.ustc.edu.cn", "mirrors.cloud.tencent.com"}
    | {"mirror.baidu.com", "repo.huaweicloud.com", "mirrors.huaweicloud.com", "mirrors.bfsu.edu.cn"}
    | {"mirror.sjtu.edu.cn", "mirrors.sustech.edu.cn", "mirrors.163.com", "mirrors.zju.edu.cn"}
    | {"mirror.nju.edu.cn", "mirrors.hit.edu.cn", "pypi.hustunique.com", "mirrors.pku.edu.cn"}
)
# Where well-known projects publish builds of what is theirs on the public index too.
VENDORS = frozenset(
    {"download.pytorch.org", "pypi.nvidia.com", "pypi.ngc.nvidia.com", "storage.googleapis.com"}
    | {"data.pyg.org", "dl.fbaipublicfiles.com", "download.openmmlab.com", "data.dgl.ai", "repo.radeon.com"}
    | {
        "pytorch-extension.intel.com",
        "developer.intel.com",
        "flashinfer.ai",
        "wheels.vllm.ai",
        "test.pypi.org",
    }
    | {"pypi.anaconda.org", "paddle-wheel.bj.bcebos.com", "paddle-whl.bj.bcebos.com", "github.com"}
)


@dataclass(frozen=True, slots=True)
class Indexes:
    """What stands in the place of the public index (`only`), and what is asked beside it (`also`)."""

    only: str | None = None
    also: str | None = None

    def beside(self, other: Indexes) -> Indexes:
        """Both: what the first leaves open is the second's to say."""
        return Indexes(self.only or other.only, self.also or other.also)

    def over(self, packages: Iterable[Dependency]) -> list[Dependency]:
        """Packages that state no source of their own come from here."""
        if self == Indexes():
            return list(packages)
        return [
            replace(w, index=self.only, also=self.also)
            if w.ecosystem == PYPI and w.address is None and w.index is None and w.also is None
            else w
            for w in packages
        ]


def host_of(address: str) -> str:
    """An address's host in small letters, empty where there is none. Raises ValueError."""
    return (urlsplit(address).hostname or "").lower()


def own_index(url: str | None) -> str | None:
    """The address of an index that is not the public one; None for the public one and for none."""
    if not url:
        return None
    try:
        return None if host_of(url) in PUBLIC else bare_url(url)
    except ValueError:
        return "an index whose address cannot be read"


def is_vendor(index: str) -> bool:
    """Whether an address is a well-known project's page of builds."""
    try:
        return host_of(index) in VENDORS
    except ValueError:
        return False


def also_at(*places: Any) -> str | None:
    """The first of several indexes or pages that may know what the public one does not."""
    found = (own_index(place) for place in places if isinstance(place, str))
    return next((one for one in found if one and not is_vendor(one)), None)


def named_indexes(entries: Sequence[Any]) -> dict[str, str]:
    """{name: address} of a list of tables that name indexes."""
    found: dict[str, str] = {}
    for row in entries:
        if isinstance(row, dict) and (name := word(row.get("name"))) and (url := word(row.get("url"))):
            found[name] = url
    return found


def of_uv(uv: Table) -> Indexes:
    """[tool.uv]: one in the place of the public index, and those that every package may come from."""
    listed = [table(row) for row in rows(uv, "index")]
    usual = next((word(row.get("url")) for row in listed if row.get("default")), None)
    others = [row.get("url") for row in listed if not row.get("default") and not row.get("explicit")]
    others += [*_many(uv.get("extra-index-url")), *_many(uv.get("find-links"))]
    only = NO_INDEX if uv.get("no-index") is True else own_index(usual or word(uv.get("index-url")))
    return Indexes(only, also_at(*others))


def of_poetry(poetry: Table) -> Indexes:
    """[[tool.poetry.source]]: a primary one is asked in the place of the public index."""
    listed = [table(row) for row in rows(poetry, "source")]
    first = [row for row in listed if row.get("priority", "primary") in ("primary", "default")]
    public = any(str(row.get("name")).lower() == "pypi" for row in first)
    urls = [word(row.get("url")) for row in first if not row.get("secondary")]
    own = next((found for url in urls if (found := own_index(url))), None)
    rest = [row.get("url") for row in listed if row.get("priority") in ("secondary", "supplemental")]
    return Indexes(None if public else own, also_at(*([own] if public else []), *rest))


def of_pdm(pdm: Table) -> Indexes:
    """[[tool.pdm.source]]: one named pypi takes its place, the others stand beside it."""
    named = named_indexes(rows(pdm, "source"))
    return Indexes(own_index(named.get("pypi")), also_at(*(u for n, u in named.items() if n != "pypi")))


def of_pipenv(sources: Sequence[Any]) -> Indexes:
    """A Pipfile's sources: the first is everybody's, the others may be."""
    urls = [word(table(row).get("url")) for row in sources]
    return Indexes(own_index(urls[0]) if urls else None, also_at(*urls[1:]))


def of_pixi(options: Table) -> Indexes:
    """[pypi-options] of pixi."""
    pages = [table(row).get("url") or table(row).get("path") for row in rows(options, "find-links")]
    return Indexes(
        own_index(word(options.get("index-url"))), also_at(*_many(options.get("extra-index-urls")), *pages)
    )


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
