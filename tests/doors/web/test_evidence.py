"""Archives in the browser: asked for by a button, watched, saved by the one person, refused to everybody else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from marshrut.cards import commands as cards
from marshrut.documents import commands as documents
from marshrut.evidence.models import Archive
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support import treaties
from tests.support.office import Office, build, drain, install_pack


@pytest.fixture
def office(db: None, settings: Settings, tmp_path: Path) -> Office:
    settings.FILES = tmp_path / "files"
    office = build()
    documents.install_kinds(Actor.system())
    install_pack(treaties.pack())
    return office


@pytest.fixture
def card(office: Office) -> int:
    given = {"subject": "Флаконы", "paper": [office.file("alisa", "Договор.pdf")]}
    made = int(cards.create_card(office.actor("alisa"), card_type="treaty", fields=given)["card"])
    drain(clock.now())
    return made


def browser(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def ask(client: Client, card: int, key: str = "archive-1", **how: Any) -> Any:
    return client.post(f"/evidence/new/?kind=cards&ref={card}", {"key": key}, **how)


def test_asked_watched_and_saved(office: Office, card: int) -> None:
    alisa = browser(office, "alisa")
    form = alisa.get(f"/evidence/new/?kind=cards&ref={card}", headers={"HX-Request": "true"}).content.decode()
    assert "1 карточка" in form
    assert "Собрать архив" in form

    assert ask(alisa, card).url == "/evidence/"
    waiting = alisa.get("/evidence/").content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "0 из 1" in waiting
    which = Archive.objects.get().pk
    assert alisa.get(f"/evidence/{which}/download").status_code == 409

    drain(clock.now())
    part = alisa.get("/evidence/", headers={"HX-Request": "true"}).content.decode()
    assert "every 2s" not in part, "nothing is waited for any more"
    assert "<html" not in part
    assert f"/evidence/{which}/download" in part
    saved = alisa.get(f"/evidence/{which}/download")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["Content-Type"] == "application/zip"
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in saved.headers["Content-Security-Policy"]
    with zipfile.ZipFile(io.BytesIO(saved.getvalue())) as made:
        assert "index.html" in made.namelist()


def test_a_double_click_makes_one_archive(office: Office, card: int) -> None:
    alisa = browser(office, "alisa")
    ask(alisa, card)
    ask(alisa, card)
    assert Archive.objects.count() == 1


def test_nobody_else_sees_it(office: Office, card: int) -> None:
    """Also not Борис, who sees the card."""
    ask(browser(office, "alisa"), card)
    drain(clock.now())
    which = Archive.objects.get().pk
    for name in ("boris", "viktor", "admin"):
        other = browser(office, name)
        assert other.get(f"/evidence/{which}/download").status_code == 404
        assert other.post(f"/evidence/{which}/remove").status_code == 404
        assert "Архивов пока нет" in other.get("/evidence/").content.decode()
    assert Client().get(f"/evidence/{which}/download").status_code == 302
    assert Archive.objects.count() == 1


def test_a_hidden_card_and_a_missing_one_look_alike(office: Office, card: int) -> None:
    viktor = browser(office, "viktor")
    hidden, missing = ask(viktor, card), ask(viktor, 999_999, key="archive-2")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert viktor.get(f"/evidence/new/?kind=cards&ref={card}").status_code == 404
    assert viktor.get("/evidence/new/?kind=nonsense&ref=1").status_code == 404
    assert not Archive.objects.exists()


def test_removed_by_the_owner(office: Office, card: int) -> None:
    alisa = browser(office, "alisa")
    ask(alisa, card)
    drain(clock.now())
    which = Archive.objects.get().pk
    gone = alisa.post(f"/evidence/{which}/remove", {"key": "remove-1x"})
    assert (gone.status_code, gone.headers["Location"]) == (302, "/evidence/")
    assert alisa.get(f"/evidence/{which}/download").status_code == 404


def test_what_was_typed_survives_a_refusal(office: Office) -> None:
    assert office.company is not None
    alisa = browser(office, "alisa")
    url = f"/evidence/new/?kind=company&ref={office.company.pk}"
    sent = {"since": "2026-05-02", "until": "2026-05-01", "others": "1", "key": "archive-3"}
    answer = alisa.post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Первый день позже последнего" in text
    assert 'value="2026-05-02"' in text
    assert 'value="2026-05-01"' in text


def test_too_many_at_once_are_told_to_wait(office: Office, card: int) -> None:
    alisa = browser(office, "alisa")
    for number in range(3):
        ask(alisa, card, key=f"archive-{number}x")
    answer = ask(alisa, card, key="archive-four")
    assert answer.status_code == 409
    assert "уже собирается архивов: 3" in answer.content.decode()
