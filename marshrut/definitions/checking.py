"""Checking packs that are not installed: `marshrut check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from marshrut.kernel.errors import Invalid
from marshrut.org import queries as org

from . import loading, papers, queries
from .loading import HEAD, Source
from .schema.pack import Pack
from .validation import Problem, validate


def check(path: str | Path | None = None, *, company: bool = True) -> list[Problem]:
    """Every problem and warning of the pack in the folder `path`, of all packs in its subfolders, or of all that come
    along.

    `company`: also whether this company has the people and the kinds of papers for them, and no other pack has their
    card types; needs the database. Places name the folder of the pack when there are several. Raises Invalid when there
    is no pack.
    """
    where = Path(path) if path is not None else Path(settings.PACKS)
    folders = (
        [where] if (where / HEAD).is_file() or (path is not None and not any(_packs(where))) else list(_packs(where))
    )
    sources = {folder.name: loading.source(loading.folder(folder)) for folder in folders}
    return [problem for name, one in sources.items() for problem in _problems(name, one, sources, company)]


def read(path: str | Path) -> Pack:
    """The pack in the folder, when its shape is right; raises Invalid with what is wrong."""
    verdict = validate(loading.source(loading.folder(Path(path))))
    shape = [problem for problem in verdict.problems if problem.level == "shape"]
    if verdict.pack is None or shape:
        raise Invalid("\n".join(map(str, shape)))
    return verdict.pack


def _packs(where: Path) -> Iterator[Path]:
    if where.is_dir():
        yield from (folder for folder in sorted(where.iterdir()) if (folder / HEAD).is_file())


def _problems(name: str, source: Source, all_of_them: dict[str, Source], company: bool) -> Iterator[Problem]:
    others = {key for one in all_of_them.values() if one is not source for key in one.card_types}
    if company:
        others |= queries.card_types(but=source.key)
    chart, kinds, present = (org.chart(), papers.known(), queries.present()) if company else (None, None, None)
    verdict = validate(source, chart=chart, others=frozenset(others), kinds=kinds, present=present, tried=True)
    for problem in verdict.problems:
        yield problem if len(all_of_them) == 1 else replace(problem, path=f"{name}/{problem.path}")
