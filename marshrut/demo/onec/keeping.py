"""The training 1C over a restart: its rows in one file, written whole and put in place at once."""

from __future__ import annotations

import json
from pathlib import Path

from .exchange import Base


def save(base: Base, path: Path) -> None:
    with base.lock:
        said = {
            "writes": base.writes,
            "counts": base._counts,
            "rows": {name: table.rows for name, table in base.tables.items()},
        }
        text = json.dumps(said, ensure_ascii=False)
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def load(base: Base, path: Path) -> bool:
    """Whether there was anything to load."""
    if not path.exists():
        return False
    said = json.loads(path.read_text())
    base.writes, base._counts = said["writes"], said["counts"]
    for name, rows in said["rows"].items():
        base.tables[name].rows[:] = rows
        base.tables[name].touched()
    return True
