"""E-documents and bases of 1C over the JSON door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from marshrut.edocs.models import EDoc
from marshrut.edocs.source import Content, SourceTrouble
from marshrut.kernel.outside import Step
from tests.support import bases
from tests.support.bases import PASSWORD, Answers
from tests.support.desk import Desk
from tests.support.edocs import office_of_edocs
from tests.support.office import MovingClock

from .client import Api, problem


@pytest.fixture
def answers() -> Iterator[Answers]:
    with bases.answering() as there:
        yield there


@pytest.fixture
def desk(db: None, now: MovingClock, answers: Answers) -> Desk:
    made = office_of_edocs(now)
    bases.connect(made.office)
    return made


@pytest.fixture
def api(desk: Desk) -> Api:
    return Api(desk.office)


def cards() -> list[int]:
    return list(EDoc.objects.order_by("number").values_list("card", flat=True))


def test_found_counted_and_read_whole(desk: Desk, api: Api) -> None:
    bases.say(bases.signed(bases.found("1")), bases.found("2", kind="act"), lane="first", desk=desk)
    one, two = cards()
    found = api.get("/edocs", "lawyer").json()
    assert {row["card"] for row in found["items"]} == {one, two}
    assert [row["card"] for row in api.get("/edocs", "lawyer", tab="signed").json()["items"]] == [one]
    assert [row["card"] for row in api.get("/edocs", "lawyer", kind="act", q="Вектор").json()["items"]] == [two]
    first = api.get("/edocs", "lawyer", limit=1).json()
    rest = api.get("/edocs", "lawyer", limit=1, after=first["next"]).json()
    assert {first["items"][0]["card"], rest["items"][0]["card"]} == {one, two}
    counted = api.get("/edocs/counts", "lawyer").json()
    assert (counted["all"], counted["signed"], counted["waiting"]) == (2, 1, 1)
    way = api.get(f"/edocs/{one}", "lawyer").json()
    line = way["document"]
    assert (line["status"], line["amount"], line["dated"], line["proved"]) == ("signed", "1000.50", "2026-06-30", True)
    assert [signer["name"] for signer in way["them"]["signers"]] == ["Иванова Анна"]
    assert [act["comment"] for act in way["acts"]] == ["Принято"]
    assert (way["raw_status"], way["us"]["name"]) == ("ОбменЗавершен", "ООО «Ромашка»")
    assert line["links"] == {"self": f"/api/edocs/{one}", "page": f"/cards/{one}/"}


def test_a_file_is_asked_of_1c_and_only_saved(desk: Desk, api: Api, answers: Answers) -> None:
    bases.say(bases.found(files=(bases.FILE,)), lane="first", desk=desk)
    (card,) = cards()
    (file,) = api.get(f"/edocs/{card}", "lawyer").json()["files"]
    assert (file["name"], file["page"]) == ("УПД.pdf", f"/edocs/{card}/files/0/")
    answer = api.get(f"/edocs/{card}/files/0", "lawyer")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    problem(api.get(f"/edocs/{card}/files/7", "lawyer"), 404, "not_found")
    problem(api.get(f"/edocs/{card}/files/0", "viktor"), 404, "not_found")
    answers.content = Content(code="on_disk")
    problem(api.get(f"/edocs/{card}/files/0", "lawyer"), 404, "on_disk")


def test_1c_is_asked_now(desk: Desk, api: Api, answers: Answers, now: MovingClock) -> None:
    bases.say(bases.found(), lane="first", desk=desk)
    (card,) = cards()
    assert api.post(f"/edocs/{card}/refresh", None, "lawyer").json()["asked"] is True
    problem(api.post(f"/edocs/{card}/refresh", None, "lawyer"), 409, "refreshed_lately")
    desk.settle()
    assert answers.runs[-1][1:] == ("asked", ((bases.OUT, bases.found().ref),))
    now.at += timedelta(minutes=1)
    assert api.post(f"/edocs/{card}/refresh", None, "lawyer").status_code == 200


def test_a_party_becomes_a_company_and_a_document_gets_its_manager(desk: Desk, api: Api) -> None:
    bases.say(bases.found("1"), bases.found("2"), lane="first", desk=desk)
    (party,) = api.get("/edocs/parties", "admin").json()["items"]
    assert (party["base"], party["party"], party["inn"], party["documents"]) == ("main", "party-1", "7728168971", 2)
    body = {"base": "main", "party": "party-1", "company": desk.partner()}
    done = api.post("/edocs/parties/link", body, "admin").json()
    assert done == {"company": desk.partner(), "documents": 2}
    assert api.get("/edocs/parties", "admin").json()["items"] == []
    assert len(api.get(f"/companies/{desk.partner()}/edocs", "lawyer").json()["items"]) == 2
    asked = api.post(f"/companies/{desk.partner()}/edocs/refresh", None, "lawyer")
    assert asked.json() == {"asked": 2}
    card = cards()[0]
    boris = desk.office.id("boris")
    assert api.patch(f"/edocs/{card}", {"manager": boris}, "chief").status_code == 200
    problem(api.patch(f"/edocs/{card}", {"manager": None}, "lawyer"), 403, "forbidden")
    way = api.get(f"/edocs/{card}", "lawyer").json()
    assert (way["document"]["manager"], way["by_hand"]) == (boris, ["manager"])


def test_what_one_may_not_see_is_not_there(desk: Desk, api: Api) -> None:
    bases.say(bases.found(), lane="first", desk=desk)
    (card,) = cards()
    for which in (card, 10**9):
        problem(api.get(f"/edocs/{which}", "viktor"), 404, "not_found")
        problem(api.post(f"/edocs/{which}/refresh", None, "viktor"), 404, "not_found")
        problem(api.patch(f"/edocs/{which}", {"manager": None}, "viktor"), 404, "not_found")
        problem(api.get(f"/cards/{which}/edocs", "viktor"), 404, "not_found")
    assert api.get("/edocs", "viktor").json()["items"] == []
    assert api.get("/edocs/counts", "viktor").json()["all"] == 0
    assert api.get(f"/companies/{desk.partner()}/edocs", "viktor").json()["items"] == []


def test_bases_are_for_administrators_and_passwords_for_nobody(desk: Desk, api: Api, answers: Answers) -> None:
    bases.say(bases.found(), lane="first", desk=desk)
    answer = api.get("/edocs/bases", "admin")
    (one,) = answer.json()["items"]
    assert (one["code"], one["documents"], one["open"], one["unmatched"]) == ("main", 1, 1, 1)
    assert {row["kind"]: (row["warn"], row["critical"]) for row in one["days"]}["contract"] == (3, 5)
    assert PASSWORD not in answer.content.decode()
    assert api.get("/edocs/bases/main", "admin").json()["title"] == "Бухгалтерия"
    answers.steps = [Step("in", "Вход", "ok")]
    assert api.post("/edocs/bases/main/check", None, "admin").json()["ok"] is True
    answers.trouble = SourceTrouble("refused", "HTTP 401")
    (step,) = api.post("/edocs/bases/main/check", None, "admin").json()["steps"]
    assert (step["outcome"], step["advice"] != "") == ("bad", True)
    assert api.post("/edocs/bases/main/refresh", {"lane": "open"}, "admin").json()["asked"] is True
    problem(api.post("/edocs/bases/main/refresh", {"lane": "open"}, "admin"), 409, "refreshed_lately")
    (run,) = api.get("/edocs/bases/main/runs", "admin").json()["items"]
    assert (run["lane"], run["read"], run["new"], run["requests"]) == ("first", 1, 1, 3)
    assert api.get("/edocs/bases/main/oddities", "admin").json()["items"] == []


def test_nobody_else_tends_bases(desk: Desk, api: Api) -> None:
    assert api.get("/edocs/bases", "lawyer").json()["items"] == []
    for path in ("", "/runs", "/oddities"):
        problem(api.get(f"/edocs/bases/main{path}", "lawyer"), 404, "not_found")
        problem(api.get(f"/edocs/bases/missing{path}", "admin"), 404, "not_found")
    problem(api.post("/edocs/bases/main/check", None, "lawyer"), 403, "forbidden")
    problem(api.post("/edocs/bases/missing/refresh", {}, "lawyer"), 404, "not_found")
    problem(api.post("/edocs/bases/missing/check", None, "admin"), 404, "not_found")
