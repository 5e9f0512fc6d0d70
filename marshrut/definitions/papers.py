"""Kinds of papers and their statuses, as the room that keeps them tells: definitions know no papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: key of a kind -> keys of its statuses; kinds that are out of use left out
Kinds = Mapping[str, frozenset[str]]

_source: list[Callable[[], Kinds]] = []


def register(source: Callable[[], Kinds]) -> None:
    """`source` may ask the database."""
    if _source and _source[0] is not source:
        raise RuntimeError("kinds of papers are told already")
    _source[:] = [source]


def known() -> Kinds | None:
    """None while nobody tells."""
    return _source[0]() if _source else None
