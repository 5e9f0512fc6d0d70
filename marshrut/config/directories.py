"""`marshrut directory`: the company's directory, asked on demand."""

from __future__ import annotations

import click

from .words import gettext as _


def compare(*, only_look: bool) -> int:
    """Exit code: 1 when the directory does not answer or is not configured."""
    from django.conf import settings

    if not settings.LDAP:
        click.echo(_("There is no directory: MARSHRUT_LDAP is not set."), err=True)
        return 1
    from marshrut.integrations.ldap import backend, sync
    from marshrut.integrations.ldap.directory import Away

    try:
        here = backend.configured()
        if only_look:
            for entry in here.people():
                click.echo(f"{entry.fields['email']}  {entry.dn}  {'; '.join(sorted(entry.groups))}")
            return 0
        done = sync.run(here)
    except (Away, ValueError) as error:
        click.echo(_("The directory does not answer as it should: {why}").format(why=error), err=True)
        return 1
    click.echo(_("In line with the directory: {alike}. Dismissed: {dismissed}.").format(**done))
    return 0
