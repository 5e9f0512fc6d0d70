"""The console program `marshrut`. Each command loads what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import click

from marshrut import __version__

from .loading import load_django
from .words import gettext as _

F = TypeVar("F", bound=Callable[..., Any])
#: commands of the door that look at files only
WITHOUT_DATA = {"story"}


class Console(click.Group):
    """Our own commands, then those of the console door, which need Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *(name for name in door_commands() if name not in self.commands)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.commands.get(cmd_name) or door_commands().get(cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        from marshrut.kernel.errors import Refused

        from .postgres.place import PostgresError

        try:
            return super().invoke(ctx)
        except (Refused, PostgresError) as refusal:
            raise click.ClickException(str(refusal)) from refusal


def door_commands() -> dict[str, click.Command]:
    """`marshrut.doors.cli.groups`, a list of click commands."""
    load_django()
    from marshrut.doors import cli

    return {command.name: command for command in getattr(cli, "groups", []) if command.name}


def database() -> AbstractContextManager[object]:
    from . import installation

    return installation.database()


def existing_database() -> AbstractContextManager[object]:
    """For whoever asks about an installation, and would not want to make one by asking."""
    from . import installation

    if not installation.exists():
        raise click.ClickException(_("There is no installation here yet. Begin with `marshrut up`."))
    return installation.database()


@click.group(
    cls=Console,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "Marshrut: papers travel their route by themselves, people only decide.\n\n"
        "Without DATABASE_URL the data is in MARSHRUT_HOME (.marshrut in the checkout), with a PostgreSQL of its own."
        " Begin with `marshrut up`."
    ),
)
@click.version_option(__version__, "-V", "--version", prog_name="marshrut")
@click.pass_context
def main(ctx: click.Context) -> None:
    if ctx.invoked_subcommand not in {*main.commands, *WITHOUT_DATA} and not {"-h", "--help"} & set(sys.argv):
        ctx.with_resource(existing_database())


host = click.option(
    "--host", default="127.0.0.1", envvar="HOST", show_default=True, help=_("Address to listen on; 0.0.0.0 for all.")
)
port = click.option(
    "--port", default=8000, envvar="PORT", show_default=True, type=int, help=_("Port of the web pages.")
)


@main.command(
    help=_("Start everything: database, web, worker. Ctrl-C stops it. An empty database gets the demo company.")
)
@host
@port
@click.option("--workers", default=1, show_default=True, type=click.IntRange(0), help=_("Number of workers."))
@click.option("--demo/--no-demo", default=True, help=_("Load the demo company into an empty database (the default)."))
def up(host: str, port: int, workers: int, *, demo: bool) -> None:
    from . import greeting
    from .supervisor import Supervisor

    supervisor = Supervisor(lambda text: click.echo(text, err=True))
    sys.exit(supervisor.run(host, port, workers=workers, demo=demo, greet=greeting.greet))


@main.command(help=_("Serve the web pages and the API only."))
@host
@port
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1), help=_("Web processes."))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1), help=_("Threads of each process."))
def web(host: str, port: int, processes: int, threads: int) -> None:
    from .web import serve

    with database():
        serve(host, port, processes=processes, threads=threads)


@main.command(help=_("Run timers, robots and notifications. Start as many workers as you like, on any machine."))
def worker() -> None:
    from .work import work

    with database():
        load_django()
        work()


@main.command("training-1c", help=_("Run the training 1C of the demo company alone; `marshrut up` runs it as well."))
def training_1c() -> None:
    from . import training

    training.ONEC.serve()


@main.command("training-phone", help=_("Run the training phone with messengers alone; `marshrut up` runs it as well."))
def training_phone() -> None:
    from . import training

    training.PHONE.serve()


@main.command(help=_("Bring the database up to date with this version. Safe to repeat."))
@click.option("--demo", is_flag=True, hidden=True)
@click.option("--quiet", is_flag=True, hidden=True)
def migrate(*, demo: bool, quiet: bool) -> None:
    with database():
        load_django()
        from .assets import static
        from .upgrade import upgrade

        upgrade(quiet=quiet)
        static.collect()
        if demo:
            from . import demonstration

            demonstration.load_into_empty()


@main.command(help=_("Load the demo company: some 20 people and 40 payment requests. Only into an empty database."))
def demo() -> None:
    from . import demonstration

    with database():
        load_django()
        demonstration.load()


@main.command(
    help=_(
        "Check settings, data directory, database and workers, or the packs in FOLDER. "
        "Exit code 1 when something is wrong."
    )
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False), required=False)
def check(folder: str | None) -> None:
    if folder is not None:
        load_django()
        from .inspection import inspect_pack

        sys.exit(inspect_pack(folder))
    with existing_database():
        load_django()
        from .inspection import inspect

        sys.exit(inspect())


@main.command(help=_("Bring people into line with the directory of the company (LDAP) now."))
@click.option("--check", "only_look", is_flag=True, help=_("Only tell whom the directory lets in."))
def directory(*, only_look: bool) -> None:
    with existing_database():
        load_django()
        from .directories import compare

        sys.exit(compare(only_look=only_look))


@main.command(help=_("Write the database and all files into one FILE."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--incomplete", is_flag=True, help=_("Go on although stored files are missing or damaged."))
def backup(file: Path, *, incomplete: bool) -> None:
    with existing_database():
        load_django()
        from .archive.backup import write

        manifest = write(file, incomplete=incomplete)
        size = file.stat().st_size / 1e6
        text = _("Written: {file}, {size:.1f} MB, stored files: {files}.")
        click.echo(text.format(file=file, size=size, files=len(manifest.parts) - 1))


@main.command(help=_("Bring a backup back. Only into an empty installation; FILE is checked first."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    from .archive.manifest import check

    manifest = check(file)
    with database():
        load_django()
        from .archive.restore import read

        read(file, manifest)
        text = _(
            "Restored: the state of {time} (version {version}). Messages that were being sent then wait for a decision."
        )
        click.echo(text.format(time=manifest.made_at, version=manifest.version))


@main.command(help=_("Check the history: nothing was edited, removed, inserted or put in another order."))
@click.argument("subject", required=False)
def verify(subject: str | None) -> None:
    with existing_database():
        load_django()
        from marshrut.history.verify import verify as find

        findings = find(subject)
        for finding in findings:
            click.echo(str(finding))
        alarm = any(finding.alarm for finding in findings)
        click.echo(_("The history was tampered with.") if alarm else _("The history is whole."))
        sys.exit(1 if alarm else 0)


if __name__ == "__main__":
    main(prog_name="marshrut")
