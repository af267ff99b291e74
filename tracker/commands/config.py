"""`tracker config show`: every setting in force, with where it comes from, and no secret among them."""

from __future__ import annotations

import click

from tracker.commands.shared.application import Application
from tracker.commands.shared.show import emit, json_option, table


@click.group()
def command() -> None:
    """The settings in force, and where each comes from."""


@command.command("show")
@json_option
@click.pass_obj
def show(application: Application, as_json: bool) -> None:
    """Every setting with its origin: option, variable, file or default. Tokens, passwords and the
    addresses of channels are never shown.
    """
    from tracker.commands.shared import auditing
    from tracker.commands.shared.alerts_shared import alert_settings
    from tracker.config.rows import rows

    settings = application.settings
    auditing.policy(settings, (), direct_only=False)
    alert_settings(application)  # what would stop a command stops this one too
    found = rows(settings)
    if as_json:
        emit({
            "file": str(settings.file) if settings.file else None,
            "looked_for": [str(path) for path in settings.looked_for],
            "settings": [{"name": r.name, "value": r.value, "origin": r.origin} for r in found],
        })  # fmt: skip
        return
    looked = " or ".join(str(path) for path in settings.looked_for)
    click.echo(f"Settings file: {settings.file or f'none (looked for {looked})'}")
    table(("setting", "value", "origin"), [(r.name, _text(r.value), r.origin) for r in found])


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "–" if value in ("", None) else str(value)
