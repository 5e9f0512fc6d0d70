"""Contracts as people send them around: drafts in Word, the signed copy as a scan. The clauses are in `forms`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from marshrut.documents.rules.russian import long_date

from .papers import Party, ink, printed

CLAUSES = Path(__file__).with_name("forms") / "contract.yaml"
#: the oldest moment a ZIP can name: the same words make the same bytes
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """A contract in words. `terms` fill the places of the clauses: nature, subject, amount, payment and so on."""

    us: Party
    partner: Party
    day: date
    terms: Mapping[str, str]

    @property
    def title(self) -> str:
        return self._said(_form()["title"])

    @property
    def preamble(self) -> str:
        return self._said(_form()["preamble"])

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        """(numbered title, numbered clauses)."""
        return [
            (
                f"{number}. {section['title']}",
                [f"{number}.{place}. {self._said(clause)}" for place, clause in enumerate(section["clauses"], 1)],
            )
            for number, section in enumerate(_form()["sections"], 1)
        ]

    def _said(self, clause: str) -> str:
        names = {
            "us": self.us.name,
            "director": self.us.director,
            "partner": self.partner.name,
            "signatory": self.partner.director,
        }
        return clause.format(**names, **self.terms).strip()


def in_word(draft: Draft) -> bytes:
    """As DOCX, unsigned."""
    return _written(draft, f"г. {draft.us.city}, {long_date(draft.day)}")


def plain(us: Party, title: str, text: Sequence[str], day: date) -> bytes:
    """A letter, an order or an act as DOCX."""
    paper = _paper(us, title)
    for line in (us.name, f"г. {us.city}, {long_date(day)}", *text, f"Генеральный директор ________ {us.director}"):
        paper.add_paragraph(line)
    return _kept(paper)


def template() -> bytes:
    """A contract whose places are filled from a card: the same clauses, asked for by the fields of the process."""
    terms = {
        "nature": "поставки",
        "subject": "{{ subject }}.",
        "amount": "{{ amount }}",
        "payment": "Заказчик платит в течение десяти рабочих дней после приёмки.",
        "delivery": "Исполнитель отгружает партию в течение десяти рабочих дней после заявки.",
        "penalty": "За день просрочки виновная сторона платит 0,1 % от цены партии.",
        "until": "{{ valid_until }}",
        "renewal": "",
    }
    draft = Draft(_asked("organisation"), _asked("counterparty"), date.min, terms)
    return _written(draft, "г. ____________, {{ today_long }}")


def _asked(key: str) -> Party:
    """A side whose requisites the card knows."""
    parts = ("inn", "kpp", "address", "bank_name", "bik", "account", "corr_account")
    return Party(
        name=f"{{{{ {key}.name }}}}", **{part: f"{{{{ {key}.{part} }}}}" for part in parts}, director="____________"
    )


def signed(draft: Draft) -> bytes:
    """As PDF, with the signatures and seals of both sides."""
    inks = [ink(party) for party in (draft.us, draft.partner)]
    data = {
        "title": draft.title,
        "place": f"г. {draft.us.city}",
        "day": long_date(draft.day),
        "preamble": draft.preamble,
        "sections": [{"title": title, "clauses": clauses} for title, clauses in draft.sections],
        "us": asdict(draft.us),
        "partner": asdict(draft.partner),
        "seeds": [one["seed"] for one in inks],
        "seals": [one["seal_name"] for one in inks],
    }
    return printed("contract.typ", data, draft.day)


def _written(draft: Draft, place: str) -> bytes:
    paper = _paper(draft.us, draft.title)
    for line in (place, draft.preamble):
        paper.add_paragraph(line)
    for title, clauses in draft.sections:
        paper.add_heading(title, level=2)
        for clause in clauses:
            paper.add_paragraph(clause)
    _signatures(paper, draft)
    return _kept(paper)


def _paper(us: Party, title: str) -> Any:
    import docx

    paper = docx.Document()
    paper.core_properties.author, paper.core_properties.comments = us.name, ""
    paper.add_heading(title, level=1)
    return paper


def _kept(paper: Any) -> bytes:
    made = io.BytesIO()
    paper.save(made)
    return _timeless(made)


def _signatures(paper: Any, draft: Draft) -> None:
    paper.add_heading("Реквизиты и подписи", level=2)
    table = paper.add_table(rows=1, cols=2)
    sides = (("Заказчик", draft.us), ("Исполнитель", draft.partner))
    for cell, (role, party) in zip(table.rows[0].cells, sides, strict=True):
        numbers = " ".join(filter(None, (f"ИНН {party.inn}", party.kpp and f"КПП {party.kpp}")))
        account = f"Счёт {party.account} в {party.bank_name}, БИК {party.bik}"
        cell.text = "\n".join((role, party.name, numbers, party.address, account, "", f"________ {party.director}"))


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
