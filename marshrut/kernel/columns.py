"""The heading of a table that came from outside: which column is which, by the names people give them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from .errors import Invalid

#: rows under the heading
MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose heading was understood: `rows` are (number in the file, column -> text); the heading is row 1."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    #: headings nobody knows
    unknown: tuple[str, ...] = ()


def recognised(
    table: Sequence[Sequence[str]], names: Mapping[str, str], headings: Mapping[str, str], needed: Iterable[str]
) -> Sheet:
    """Raises Invalid, code "table", when the heading says too little or the same twice.

    `names`: key -> names of the column in small letters, with ", " between them; `headings`: key -> name on the page.
    """
    if len(table) > MOST + 1:
        raise _refused(_("The table has more than 20,000 rows. Divide it into several."))
    known = {name: key for key, several in names.items() for name in several.split(", ")}
    heading = [str(name) for name in table[0]] if table else []
    keys = [known.get(_bare(name)) for name in heading]
    twice = next((name for name, key in zip(heading, keys, strict=True) if key and keys.count(key) > 1), None)
    if twice is not None:
        raise _refused(_("Two columns of the table are about the same: «{name}».").format(name=twice.strip()))
    missing = [headings[key] for key in needed if key not in keys]
    if missing:
        said = _("The first row must name the columns. Not found: {names}.")
        raise _refused(said.format(names=", ".join(missing)))
    rows = tuple(
        (number, {key: cell for key, cell in zip(keys, row, strict=False) if key})
        for number, row in enumerate(table[1:], 2)
        if any(cell.strip() for cell in row)
    )
    unknown = tuple(name.strip() for name, key in zip(heading, keys, strict=True) if key is None and name.strip())
    return Sheet(tuple(key for key in names if key in keys), rows, unknown)


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, code="table", fields={"file": sentence})


def _bare(name: str) -> str:
    """«E-mail *:» is «email»."""
    plain = unicodedata.normalize("NFC", name).lower().replace("ё", "е")
    return " ".join(re.sub(r"[^\w\s]", "", plain).split())
