"""docs/reference/console.md, made from the commands themselves: `python -m marshrut.config.reference`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from .console import main

PLACE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "console.md"


def page() -> str:
    """The page as it must be now."""
    lines = ["# Console", "", "`.venv/bin/marshrut COMMAND --help` says the same. Made from the code; do not edit."]
    return "\n".join([*lines, *_described(main, "marshrut")]) + "\n"


def _described(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, max_content_width=100, terminal_width=100)
    if name != "marshrut":
        yield from ("", f"## {name}", "", "```", command.get_help(context), "```")
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from _described(found, f"{name} {child}")


if __name__ == "__main__":
    PLACE.write_text(page(), encoding="utf-8")
