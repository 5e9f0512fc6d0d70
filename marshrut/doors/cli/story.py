"""`marshrut story`: stories of a pack that is being written."""

from __future__ import annotations

import sys

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.definitions import checking
from marshrut.kernel.errors import NotFound
from marshrut.rehearsals import stories

from .pack import FOLDER
from .saying import Refusal


@click.command(help=_("Tell the stories of the pack in FOLDER, or the timeline of the one named KEY."))
@click.argument("folder", type=FOLDER)
@click.argument("key", required=False)
def story(folder: str, key: str | None) -> None:
    pack = checking.read(folder)
    found = list(stories.tell_all(pack, key))
    if key is not None and not found:
        raise Refusal(NotFound(_("The pack has no story of that name.")))
    for one, told in found:
        if key is not None:
            click.echo("\n".join(stories.lines(told)))
        mark = click.style("✓", fg="green") if told.ok else click.style("✗", fg="red")
        click.echo(f"{mark} {one.key}  {one.title.say((get_language() or 'ru')[:2])}")
        for failure in told.failures:
            click.echo(f"    {stories.sentence(one, failure)}")
    sys.exit(0 if all(told.ok for _story, told in found) else 1)
