"""The registration card of a document: PDF/A with what the book says, for those who may see the document."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2 as pdfium
import pytest
from django.test import Client

from marshrut.documents import commands
from marshrut.kernel.actor import Actor
from tests.support.kinds import shipped
from tests.support.office import PDF, Office

from .conftest import signed_in


@pytest.fixture
def paper(office: Office) -> int:
    shipped()
    actor = office.actor("admin")
    commands.set_number_rule(actor, kind="contract", template="{case}/{n:3}-{yyyy}", case_index="01-05")
    file = commands.store_file(actor, name="Договор.pdf", stream=io.BytesIO(PDF))["id"]
    made = commands.add_document(actor, kind="contract", file=file, title="Договор поставки", note="первая")["id"]
    return int(made)


def said(browser: Client, paper: int) -> str:
    answer = browser.get(f"/documents/{paper}/registration.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    content = b"".join(answer)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    document = pdfium.PdfDocument(content)
    words = " ".join(document[0].get_textpage().get_text_bounded().split())
    document.close()
    return words


def test_before_and_after_registration(office: Office, admin: Client, paper: int) -> None:
    before = said(admin, paper)
    assert "Договор поставки" in before
    assert "Зарегистрирован" not in before
    commands.register_document(Actor.system(), document=paper, on=date(2026, 11, 20))
    after = said(admin, paper)
    assert "01-05/001-2026" in after
    assert "Зарегистрирован" in after
    commands.void_number(Actor.system(), document=paper, reason="ошиблись видом")
    assert "ошиблись видом" in said(admin, paper)


def test_the_page_leads_to_it_and_strangers_get_nothing(office: Office, admin: Client, paper: int) -> None:
    assert f"/documents/{paper}/registration.pdf" in admin.get(f"/documents/{paper}/").content.decode()
    commands.edit_kind(office.actor("admin"), kind="contract", readers=[f"person:{office.id('admin')}"])
    stranger = signed_in(office, "viktor")
    hidden = stranger.get(f"/documents/{paper}/registration.pdf")
    missing = stranger.get("/documents/999999/registration.pdf")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content
