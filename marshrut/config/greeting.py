"""What `marshrut up` says once everything answers."""

from __future__ import annotations

import click

from .demonstration import people_file
from .words import gettext as _


def greet(address: str) -> None:
    click.echo("\n" + _("Marshrut is ready: {address}").format(address=click.style(address, bold=True)))
    if people_file().exists():
        click.echo("\n" + _("People of the demo company (e-mail, password):"))
        click.echo(people_file().read_text(encoding="utf-8"), nl=False)
    click.echo("\n" + _("Ctrl-C stops it; the data stays."))
