"""An archive of a real thread: what came, what was answered, what the mail was; projects stay apart."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from marshrut.cards import commands as cards
from marshrut.crm import commands as crm
from marshrut.evidence import commands, queries
from marshrut.evidence.models import Archive
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.letters import commands as letters
from tests.support import letter_office
from tests.support.letter_office import Letters
from tests.support.office import MovingClock


@pytest.fixture
def office(db: None) -> Iterator[Letters]:
    now = MovingClock("2026-07-02 10:00")
    with clock.running(now):
        yield letter_office.build(now)


def answered(office: Letters, **changes: Any) -> tuple[int, int]:
    """An incoming letter and the answer to it, sent by post."""
    incoming = office.incoming(**changes)
    office.assign(incoming)
    outgoing = office.reply(incoming)
    office.approve(outgoing)
    office.send(outgoing)
    return incoming, outgoing


def build(office: Letters, by: str, **asked: Any) -> int:
    which = int(commands.ask_evidence(office.office.actor(by), **asked)["id"])
    office.settle()
    return which


def opened(office: Letters, by: str, which: int) -> tuple[dict[str, Any], zipfile.ZipFile]:
    _info, content = queries.opened(office.office.actor(by), which)
    with content:
        made = zipfile.ZipFile(io.BytesIO(content.read()))
    return dict(json.loads(made.read("manifest.json"))), made


def page(made: zipfile.ZipFile, line: dict[str, Any]) -> str:
    return made.read(line["page"]).decode()


def test_a_thread_with_its_answer_and_its_mail(office: Letters, tmp_path: Path) -> None:
    incoming, outgoing = answered(office)
    raw = office.file(name="письмо.eml", mark="From: office@steklo.example")
    robot = Actor.robot("mail")
    about: dict[str, Any] = {"card": incoming, "sender": "office@steklo.example", "kind": "letter", "file": raw}
    letters.know_message(robot, message_id="<17@steklo.example>", direction="in", **about)
    cards.comment_card(office.office.actor("alisa"), card=incoming, text="Звонили, ждут ответа")

    which = build(office, "alisa", kind="thread", ref=outgoing)
    told, made = opened(office, "alisa", which)
    first, second = told["cards"]
    assert [(one["card"], one["direction"]) for one in (first, second)] == [(incoming, "in"), (outgoing, "out")]
    number = office.fields(incoming)["reg_number"]
    assert first["number"] == number
    assert first["their"] == "17/08 30.06.2026"
    assert first["project"] == "Линия розлива"
    assert "О переносе срока поставки" in made.read("index.html").decode()
    assert number in made.read("index.html").decode()

    came, went = page(made, first), page(made, second)
    assert "Входящее письмо" in came
    assert "Ответ на него" in came
    assert f"index.html#c{outgoing}" in came
    assert "Ответ на" in went
    assert "17@steklo.example" in came
    assert "Звонили, ждут ответа" in came
    assert "Громова" in went, "who approved"
    names = made.namelist()
    assert any("/Почта/" in name and name.endswith(".eml") for name in names)
    assert any("Лист согласования" in name and second["folder"] in name for name in names)


def test_projects_of_one_company_stay_apart(office: Letters) -> None:
    boris, company = office.office.actor("boris"), office.partner()
    other = crm.add_project(boris, title="Склад", responsible=office.office.id("boris"))["id"]
    mine = office.incoming()
    theirs = office.incoming(project=other, subject="О складе")
    told, made = opened(office, "sveta", build(office, "sveta", kind="project", ref=office.project))
    assert [one["card"] for one in told["cards"]] == [mine]
    assert "О складе" not in made.read("index.html").decode()
    both, _made = opened(office, "sveta", build(office, "sveta", kind="company", ref=company))
    assert {one["card"] for one in both["cards"]} == {mine, theirs}


def test_a_period_bounds_the_letters(office: Letters) -> None:
    office.incoming()
    office.now.to("2026-07-20 10:00")
    late = office.incoming(subject="Позднее", their_date="2026-07-19")
    asked = {"kind": "company", "ref": office.partner(), "since": date(2026, 7, 10)}
    told, _made = opened(office, "sveta", build(office, "sveta", **asked))
    assert [one["card"] for one in told["cards"]] == [late]
    with pytest.raises(Invalid):
        commands.ask_evidence(
            office.office.actor("sveta"),
            kind="company",
            ref=office.partner(),
            since=date(2026, 8, 1),
            until=date(2026, 7, 1),
        )


def test_other_cards_of_the_project_come_when_asked_for(office: Letters) -> None:
    """Payments of the company, too."""
    letter = office.incoming()
    request = office.office.request()
    office.settle()
    plain, _made = opened(office, "director", build(office, "director", kind="company", ref=office.partner()))
    assert [one["card"] for one in plain["cards"]] == [letter]
    asked = {"kind": "company", "ref": office.partner(), "others": True}
    whole, _made = opened(office, "director", build(office, "director", **asked))
    assert {one["card"] for one in whole["cards"]} == {letter, request}


def test_letters_of_a_thread_one_may_not_see_stay_out(office: Letters) -> None:
    """Алиса wrote one letter of the project; the other is not hers."""
    mine, hidden = office.outgoing(), office.incoming(subject="Тайное письмо")
    letters.link_letters(office.office.actor("sveta"), card=hidden, other=mine, kind="related")
    whole, _made = opened(office, "sveta", build(office, "sveta", kind="thread", ref=mine))
    assert {one["card"] for one in whole["cards"]} == {mine, hidden}
    told, made = opened(office, "alisa", build(office, "alisa", kind="thread", ref=mine))
    assert [one["card"] for one in told["cards"]] == [mine]
    for name in made.namelist():
        assert "Тайное письмо".encode() not in made.read(name), name


def test_a_whole_project_is_for_those_who_may_take_lists_away(office: Letters) -> None:
    """Алиса works on the letter: its thread is hers to print, the project is not hers to export."""
    incoming, _outgoing = answered(office)
    alisa = office.office.actor("alisa")
    with pytest.raises(Invalid) as refused:
        commands.ask_evidence(alisa, kind="project", ref=office.project)
    assert refused.value.code == "nothing"
    assert commands.ask_evidence(alisa, kind="thread", ref=incoming)["cards"] == 2
    viktor = office.office.actor("viktor")
    with pytest.raises(NotFound):
        commands.ask_evidence(viktor, kind="thread", ref=incoming)
    with pytest.raises(Invalid):
        commands.ask_evidence(viktor, kind="project", ref=office.project)
    with pytest.raises(NotFound):
        commands.ask_evidence(alisa, kind="project", ref=999_999)
    assert Archive.objects.count() == 1
