"""Bringing the tables up to date."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from marshrut.kernel.actor import Actor

#: any number of our own: of machines that start together one applies the changes, the others wait for it
LOCK = 0x4D52_5347


def upgrade(*, quiet: bool) -> None:
    """Apply the migrations that are missing. Quiet, and there are none: hardly any work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not quiet or pending():
            call_command("migrate", verbosity=0 if quiet else 1, interactive=False)
        _put_in_kinds()
        _put_in_reactions()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _put_in_kinds() -> None:
    """Kinds of documents that come with the product, each once. One query when they are there."""
    from marshrut.documents import commands

    commands.install_kinds(Actor.system("cli"))


def _put_in_reactions() -> None:
    """Reactions that come with the product, unless there were any before. One query when there were."""
    from marshrut.automation import commands as automation

    automation.lay_out_reactions(Actor.system("cli"))


def pending() -> int:
    """Number of migrations that are not applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
