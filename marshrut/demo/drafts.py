"""Contracts as Word files, the way people send them around. The clauses are in `forms/contract.yaml`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from marshrut.documents.rules.russian import long_date

from .papers import Party

CLAUSES = Path(__file__).with_name("forms") / "contract.yaml"
#: the oldest moment a ZIP can name: the same words make the same bytes
_EPOCH = (1980, 1, 1, 0, 0, 0)


def contract(us: Party, partner: Party, day: date, words: Mapping[str, str]) -> bytes:
    """A contract as DOCX. `words` fill the places of the clauses: nature, subject, amount, payment and so on."""
    import docx

    form = _form()
    said = {"us": us.name, "director": us.director, "partner": partner.name, "signatory": partner.director, **words}
    paper = docx.Document()
    paper.core_properties.author, paper.core_properties.comments = us.name, ""
    paper.add_heading(form["title"].format(**said), level=1)
    paper.add_paragraph(f"г. {us.city}, {long_date(day)}")
    paper.add_paragraph(form["preamble"].format(**said))
    for number, section in enumerate(form["sections"], 1):
        paper.add_heading(f"{number}. {section['title']}", level=2)
        for place, clause in enumerate(section["clauses"], 1):
            paper.add_paragraph(f"{number}.{place}. {clause.format(**said)}")
    _signatures(paper, us, partner)
    made = io.BytesIO()
    paper.save(made)
    return _timeless(made)


def _signatures(paper: Any, us: Party, partner: Party) -> None:
    paper.add_heading("Реквизиты и подписи", level=2)
    table = paper.add_table(rows=1, cols=2)
    for cell, role, party in zip(table.rows[0].cells, ("Заказчик", "Исполнитель"), (us, partner), strict=True):
        cell.text = "\n".join(
            (
                role,
                party.name,
                " ".join(filter(None, (f"ИНН {party.inn}", party.kpp and f"КПП {party.kpp}"))),
                party.address,
                f"Счёт {party.account} в {party.bank_name}, БИК {party.bik}",
                "",
                f"______________ {party.director}",
            )
        )


@cache
def _form() -> Any:
    return yaml.safe_load(CLAUSES.read_text(encoding="utf-8"))


def _timeless(made: io.BytesIO) -> bytes:
    """The same archive without the time it was made."""
    timeless = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(timeless, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _EPOCH), old.read(part), zipfile.ZIP_DEFLATED)
    return timeless.getvalue()
