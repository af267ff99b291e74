"""Reports of an audit handed out: on a terminal, one dependency explained, or as whole files."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.exports.files import whole_file

if TYPE_CHECKING:
    from tracker.audit.report import AuditReport


def rendered(report: AuditReport, form: str) -> str:
    """The report in one format, as wide as the terminal."""
    from tracker.audit.outputs import FORMATS

    text: str = importlib.import_module(FORMATS[form]).render(
        report, shutil.get_terminal_size((100, 24)).columns
    )
    return text


def explained(report: AuditReport, package: str) -> str:
    """All the evidence of one dependency. Raises a usage error."""
    from packaging.utils import canonicalize_name

    from tracker.commands.shared import screen
    from tracker.health import explain_text

    name = str(canonicalize_name(package))
    for d in report.dependencies:
        if d.wanted.name in (package, name) or (d.repository or "").lower() == package.lower():
            head = f"{d.wanted.name} ({d.place}) {d.chain}".rstrip() + "\n"
            if d.verdict is None:
                return f"{head}unknown: {d.why}\n"
            without = f"A quick look, without {', '.join(d.without)}.\n" if d.without else ""
            return head + explain_text(d.verdict, screen.prose()) + without
    raise click.UsageError(
        f"--explain {package!r}: it is none of the {len(report.dependencies)} dependencies."
    )


def write(report: AuditReport, form: str, path: Path) -> None:
    """A report as a file: whole, or not at all. Raises a usage error."""
    text = rendered(report, form).encode()
    try:
        with whole_file(path) as file:
            file.write(text)
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise click.UsageError(
            f"--output '{form}:{path}': it cannot be written ({error.strerror or error})."
        ) from None
