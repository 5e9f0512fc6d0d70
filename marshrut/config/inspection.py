"""`marshrut check`: what an administrator wants to know before and after an upgrade."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable

import click
from django.conf import settings
from django.core import checks
from django.db import Error

from marshrut.cards import reconcile as cards
from marshrut.cards.queries import broken
from marshrut.definitions import checking
from marshrut.jobs import reconcile as jobs
from marshrut.kernel.actor import Actor

from .health import state
from .installation import home
from .upgrade import pending
from .words import gettext as _

SMALLEST_SHARE, SMALLEST_BYTES = 0.10, 2_000_000_000


def inspect() -> int:
    """Print one line for each check and what is wrong with it. 0 when all is well, else 1."""
    found = [(title, list(look())) for title, look in _checks()]
    for title, problems in found:
        mark = click.style("✗", fg="red") if problems else click.style("✓", fg="green")
        click.echo(f"{mark} {title}")
        for problem in problems:
            click.echo(f"    {problem}")
    return 1 if any(problems for _title, problems in found) else 0


def inspect_pack(folder: str) -> int:
    """Print what is wrong with the packs in a folder, whatever company they are for. 0 when all is well, else 1."""
    problems = checking.check(folder, company=False)
    for problem in problems:
        click.echo(str(problem))
    if not problems:
        click.echo(_("Nothing is wrong."))
    return 1 if any(not problem.warning for problem in problems) else 0


def _checks() -> list[tuple[str, Callable[[], Iterable[str]]]]:
    return [
        (_("Settings"), _settings),
        (_("Data directory"), _directory),
        (_("Database"), _database),
        (_("Workers and backlog"), _health),
        (_("Cards and jobs"), _reconciled),
        (_("Routes and people"), routes),
    ]


def _settings() -> Iterable[str]:
    return [str(message.msg) for message in checks.run_checks() if message.level >= checks.WARNING]


def _directory() -> Iterable[str]:
    if home().stat().st_mode & 0o007:
        yield _("{path} is open to other users: chmod 700 it.").format(path=home())
    try:
        settings.FILES.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.FILES):
            pass
    except OSError as error:
        yield str(error)
        return
    usage = shutil.disk_usage(settings.FILES)
    if usage.free < max(SMALLEST_BYTES, usage.total * SMALLEST_SHARE):
        yield _("Only {free:.1f} GB are free: uploads will be refused soon.").format(free=usage.free / 1e9)


def _database() -> Iterable[str]:
    try:
        plan = pending()
    except Error as error:
        yield str(error).strip()
        return
    if plan:
        yield _("Changes of the tables that are not applied: {number}. Run `marshrut migrate`.").format(number=plan)


def _health() -> Iterable[str]:
    found = state()
    if found["database"] == "ok" and not found["workers"]:
        yield _("No worker is running: timers and messages wait. Start `marshrut worker`.")
    elif not found["ok"]:
        yield json.dumps(found, ensure_ascii=False)


def routes() -> Iterable[str]:
    """What stops papers; what somebody else decides meanwhile is for the page «Broken routes»."""
    try:
        return [one.text for one in broken.broken(Actor.system("cli")) if not one.is_mild]
    except Error as error:
        return [str(error).strip()]


def _reconciled() -> Iterable[str]:
    try:
        return [str(finding) for finding in (*jobs.findings(), *cards.findings())]
    except Error as error:
        return [str(error).strip()]
