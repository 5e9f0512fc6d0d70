"""Pages and schemas made from the code: `LANG=C python -m marshrut.config.reference` writes them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from .console import main

ROOT = Path(__file__).resolve().parents[2]


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


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file with the text it must have now."""
    from marshrut.definitions import reference
    from marshrut.definitions.schema import json_schema

    yield ROOT / "docs/reference/console.md", page()
    yield ROOT / "docs/reference/packs.md", reference.packs()
    for name, text in json_schema().items():
        yield ROOT / "packs" / name, text


if __name__ == "__main__":
    for place, text in files():
        place.write_text(text, encoding="utf-8")
