"""Requirements files name the same packages to us as to pip's own parser, however they are put together."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packaging.utils import canonicalize_name

from tracker.packages import read

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:DEPRECATION")  # of pip's own
req_file = pytest.importorskip("pip._internal.req.req_file")
constructors = pytest.importorskip("pip._internal.req.constructors")
session = pytest.importorskip("pip._internal.network.session")
exceptions = pytest.importorskip("pip._internal.exceptions")

NAMES = st.sampled_from(["torch", "Scikit_Learn", "jax", "a.b-c", "numpy", "zope.interface", "x2"])
EXTRAS = st.sampled_from(["", "[extra]", "[a,b]", " [a]"])
VERSIONS = st.sampled_from(["", "==1.0", ">=1,<2", " ~= 1.4", "!=3", "===1.0", " (>=2)"])
MARKERS = st.sampled_from(["", ' ; python_version > "3.8"', '; sys_platform == "linux"'])
ENDS = st.sampled_from(
    ["", "  # why", " \\\n    --hash=sha256:" + "a" * 64, " --hash=sha256:" + "b" * 64, "\t"]
)
PLAIN = st.builds("{}{}{}{}{}".format, NAMES, EXTRAS, VERSIONS, MARKERS, ENDS)
HOSTS = st.sampled_from(["github.com/lab", "u:p@github.com/lab", "gitlab.com/a"])
REFERENCES = st.sampled_from(["", "@main", "@v1.0", "@feature/x"])
ADDRESSES = st.builds("{} @ git+https://{}/it.git{}{}".format, NAMES, HOSTS, REFERENCES, MARKERS)
EGGS = st.builds("git+https://{1}/it.git{2}#egg={0}".format, NAMES, HOSTS, REFERENCES)
EDITABLES = st.builds("-e {}".format, EGGS)
WHEELS = st.builds(
    "{}{}-1.0-py3-none-any.whl".format,
    st.sampled_from(["https://example.invalid/", "./wheels/", "../", ""]),
    st.sampled_from(["torch", "jax"]),
)
OLD = st.builds(  # what pip and everybody else took for years, and files are full of
    "{}{}".format,
    NAMES,
    st.sampled_from(["==dev", ">=0.4.*", ">=2.9.*,<3.*", "<0.19.0>=0.16.1", "==3.0#x", ">>1"]),
)
OLD_EGGS = st.builds(
    "-e git+https://github.com/lab/it.git#egg={}{}".format,
    NAMES,
    st.sampled_from(["==0.2.git", "[full]", "[full]>=0.4.dev4", "&subdirectory=x"]),
)
OTHERS = st.sampled_from(
    ["", "# torch", "   # torch \\", "--extra-index-url https://index.example/x", "-i https://index.example/x",
     "--pre", "--no-binary :all:", "-f ./links", "--find-links=https://index.example/l", "--no-index",
     "--index-url https://i.example/x --trusted-host i.example", "--extra-index https://i.example/x"]
)  # fmt: skip
LINES = st.one_of(PLAIN, PLAIN, ADDRESSES, EGGS, EDITABLES, WHEELS, OLD, OLD_EGGS, OTHERS)
FILES = st.tuples(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n", "\n\n"]))


@cache
def wire() -> Any:
    return session.PipSession()


def by_pip(path: Path) -> tuple[set[str], int]:
    """The names that pip finds, and how many lines this pip refuses: newer ones refuse old versions."""
    found, refused = set(), 0
    for asked in req_file.parse_requirements(str(path), session=wire()):
        try:
            one: Any = constructors.install_req_from_parsed_requirement(asked)
        except exceptions.InstallationError:
            refused += 1
            continue
        found |= {str(canonicalize_name(one.name))} if one.name else set()
    return found, refused


@pytest.mark.slow
@given(FILES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
def test_the_same_packages_as_pip(tmp_path: Path, file: tuple[list[str], str], encoding: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(file[1].join(file[0]).encode(encoding))
    ours, (theirs, refused) = {w.name for w in read(path).packages}, by_pip(path)
    assert theirs <= ours
    assert ours == theirs or refused
