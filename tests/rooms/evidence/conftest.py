"""Every test has a store of its own, the small office and treaties that went through two rounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from marshrut.cards import commands as cards
from marshrut.documents import commands as documents
from marshrut.evidence import commands, queries
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support import treaties
from tests.support.office import MovingClock, Office, build, drain, install_pack


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@dataclass
class Shelf:
    """Алиса writes treaties, Борис decides; Виктор sees none of them."""

    office: Office
    now: MovingClock
    place: Path
    made: list[int] = field(default_factory=list)

    def treaty(self, subject: str = "Флаконы", **fields: Any) -> int:
        """Refused once, mended and agreed: two versions, two rounds."""
        assert self.office.company is not None
        given = {
            "subject": subject,
            "counterparty": self.office.company.pk,
            "paper": [self.office.file("alisa", f"Договор {subject}.pdf")],
            **fields,
        }
        alisa = self.office.actor("alisa")
        card = int(cards.create_card(alisa, card_type="treaty", fields=given)["card"])
        drain(self.now())
        self.office.complete(card, "approve", "no", "boris", reason="Нет срока поставки")
        cards.edit_card(alisa, card=card, fields={"paper": [self.office.file("alisa", "Договор со сроком.pdf")]})
        drain(self.now())
        cards.restart_card(alisa, card=card)
        self.office.complete(card, "approve", "yes", "boris")
        drain(self.now())
        self.made.append(card)
        return card

    def ask(self, *asked: int, by: str = "alisa", **how: Any) -> int:
        return int(commands.ask_evidence(self.office.actor(by), kind="cards", cards=asked, **how)["id"])

    def build(self, *asked: int, by: str = "alisa") -> int:
        archive = self.ask(*asked, by=by)
        drain(self.now())
        return archive

    def saved(self, archive: int, by: str = "alisa") -> Path:
        """The archive as its reader saves it."""
        info, content = queries.opened(self.office.actor(by), archive)
        target = self.place / info.name
        with content:
            target.write_bytes(content.read())
        return target


@pytest.fixture
def shelf(db: None, tmp_path: Path) -> Iterator[Shelf]:
    office = build()
    documents.install_kinds(Actor.system())
    install_pack(treaties.pack())
    now = MovingClock("2026-07-01 10:00")
    with clock.running(now):
        yield Shelf(office, now, tmp_path)
