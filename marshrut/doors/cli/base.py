"""`marshrut base …`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.edocs import commands, queries
from marshrut.edocs.source import sources
from marshrut.kernel.actor import Actor

from . import acting, saying
from .saying import Group, as_json, at, say_json

LANES = click.Choice(["changes", "open", "reconcile"])


@click.group(cls=Group, help=_("Bases of 1C: e-documents are read from them."))
def base() -> None:
    pass


@base.command("list", help=_("All bases, without their passwords."))
@acting.perhaps_acting
@as_json
def list_bases(actor: Actor, *, raw: bool) -> None:
    found = queries.bases(actor)
    saying.listing(
        found,
        [_("Code"), _("Name"), _("Asked"), _("Answered last"), _("Documents"), _("Trouble")],
        lambda one: [
            one.key,
            one.title,
            _("yes") if one.active else _("no"),
            at(one.last_ok_at) if one.last_ok_at else "",
            one.documents,
            one.error_title,
        ],
        raw=raw,
    )


@base.command("set", help=_("Connect BASE, or change how it is reached. Passwords are asked for."))
@click.argument("code", metavar="BASE")
@click.option("--title", help=_("As people call it."))
@click.option("--setting", "settings", type=acting.Pair(), multiple=True, help=_("A setting that is no secret."))
@click.option(
    "--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=_("A file with a mapping.")
)
@click.option("--keep-secrets", is_flag=True, help=_("Do not ask for passwords, keep those that are there."))
@click.option("--owner", type=acting.Employee(), help=_("Who looks after it."))
@click.option("--every", type=click.IntRange(1, 1440), help=_("Minutes between readings."))
@click.option(
    "--silent-after", type=click.IntRange(1, 10_080), help=_("Minutes without an answer until people are warned.")
)
@click.option(
    "--overdue",
    type=acting.Pair(),
    multiple=True,
    metavar="KIND=DAYS,DAYS",
    help=_("Working days until overdue and until critical, like contract=5,7."),
)
@click.option("--off/--on", "off", default=None, help=_("Ask it no more, or again."))
@acting.perhaps_acting
@as_json
def set_base(
    code: str,
    settings: tuple[tuple[str, str], ...],
    mapping: Path | None,
    overdue: tuple[tuple[str, str], ...],
    actor: Actor,
    *,
    keep_secrets: bool,
    off: bool | None,
    raw: bool,
    **plain: Any,
) -> None:
    known = next((one for one in queries.bases(actor) if one.key == code), None) or queries.new_base(actor, _source())
    how: dict[str, Any] = {name: value for name, value in plain.items() if value is not None}
    how["settings"] = dict(settings) | ({"mapping": mapping.read_text(encoding="utf-8")} if mapping else {})
    if not known.key:
        how["source"] = known.source
    if overdue:
        days = {row.kind: {"warn": row.warn, "critical": row.critical} for row in known.days}
        how["overdue"] = days | {kind: _days(text) for kind, text in overdue}
    if off is not None:
        how["active"] = not off
    if not keep_secrets:
        how["secrets"] = acting.secrets(known.form)
    made = commands.set_base(actor, base=code, **how)
    say_json(made) if raw else click.echo(_("Saved."))


@base.command(help=_("Try the account of BASE and say step by step how it went."))
@click.argument("code", metavar="BASE")
@acting.perhaps_acting
@as_json
def check(code: str, actor: Actor, *, raw: bool) -> None:
    saying.check(commands.check_base(actor, base=code), raw=raw)


@base.command(help=_("Read BASE now."))
@click.argument("code", metavar="BASE")
@click.option(
    "--lane",
    type=LANES,
    default="changes",
    show_default=True,
    help=_("What is new, what is unfinished, or everything."),
)
@acting.perhaps_acting
@as_json
def refresh(code: str, lane: str, actor: Actor, *, raw: bool) -> None:
    done = commands.refresh_base(actor, base=code, lane=lane)
    say_json(done) if raw else click.echo(
        _("1C is being asked. `marshrut base runs {code}` shows what came of it.").format(code=code)
    )


@base.command(help=_("Journal of readings of BASE, newest first."))
@click.argument("code", metavar="BASE")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help=_("Readings at most."))
@acting.perhaps_acting
@as_json
def runs(code: str, limit: int, actor: Actor, *, raw: bool) -> None:
    queries.base(actor, code)
    found = queries.runs(actor, code, limit)
    head = [_("When"), _("What was read"), _("Read"), _("New"), _("Changed"), _("Trouble")]
    saying.listing(
        found,
        head,
        lambda one: [at(one.started_at), one.lane_title, one.read, one.new, one.changed, one.trouble_title],
        raw=raw,
    )


@base.command(help=_("What is odd among the documents of BASE."))
@click.argument("code", metavar="BASE")
@acting.perhaps_acting
@as_json
def oddities(code: str, actor: Actor, *, raw: bool) -> None:
    queries.base(actor, code)
    found = queries.odd(actor, code)
    head = [_("When"), _("Card"), _("Name"), _("What is odd")]
    saying.listing(found, head, lambda one: [at(one.at), one.label, one.name, one.said], raw=raw)


@base.command(help=_("Disconnect BASE and forget its password. With documents it stays, switched off."))
@click.argument("code", metavar="BASE")
@acting.perhaps_acting
def remove(code: str, actor: Actor) -> None:
    done = commands.remove_base(actor, base=code)
    said = _("Base {code} is switched off; its documents stay.") if done["kept"] else _("Base {code} is disconnected.")
    click.echo(said.format(code=code))


def _source() -> str:
    found = sources()
    return found[0].code if found else ""


def _days(text: str) -> dict[str, int]:
    parts = text.split(",")
    if len(parts) != 2 or not all(one.strip().isdigit() for one in parts):
        raise click.BadParameter(_("Write it like contract=5,7."))
    return {"warn": int(parts[0]), "critical": int(parts[1])}
