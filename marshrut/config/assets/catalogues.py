"""Translations: every `.po` of ours becomes a `.mo` beside it."""

from __future__ import annotations

import os
from pathlib import Path

from marshrut.config.installation import ROOT


def compile_all(package: Path = ROOT / "marshrut") -> list[Path]:
    """Compile the catalogues that changed; those that were compiled."""
    stale = [source for source in sorted(package.rglob("locale/*/LC_MESSAGES/*.po")) if _is_stale(source)]
    for source in stale:
        _compile(source)
    return stale


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parents[1].name, abort_invalid=True)
    fresh = source.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    # as old as its source at the least: a change while we compiled is seen next time
    os.utime(fresh, ns=(source.stat().st_mtime_ns, source.stat().st_mtime_ns))
    fresh.rename(source.with_suffix(".mo"))
