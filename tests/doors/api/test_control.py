"""Control, journals, promises and the proof for programs: the same figures, the same rights."""

from __future__ import annotations

from marshrut.documents import tables
from marshrut.history.queries import timeline
from tests.doors.api.client import Api
from tests.support.mailroom import Mailroom


def test_control(room: Mailroom) -> None:
    card = room.incoming()
    room.assign(card)
    api = Api(room.office)
    figures = api.get("/control", "vera").json()
    assert (figures["everybody"], figures["letters"], figures["late"], figures["unanswered"]) == (True, 1, 0, 0)
    assert [one["person"] for one in figures["people"]] == [room.id("alisa")]
    room.answer(card)
    (letter,) = api.get("/control/unanswered", "vera").json()["items"]
    assert (letter["card"], letter["number"], letter["partner"]) == (card, "ВХ-0001/26", "Стеклозавод")
    assert api.get("/control/strange", "vera").status_code == 404
    assert api.get("/control", "alisa").status_code == 404


def test_journals(room: Mailroom) -> None:
    room.incoming("О браке")
    api = Api(room.office)
    assert [one["key"] for one in api.get("/journals", "vera").json()["items"]] == ["letter_in", "letter_out"]
    (line,) = api.get("/journals/letter_in?since=2026-07-01", "vera").json()["items"]
    assert (line["number"], line["subject"], line["stage"]) == ("ВХ-0001/26", "О браке", "На рассмотрении")
    assert api.get("/journals/letter_in?until=2026-07-01", "vera").json()["total"] == 0
    answer = api.get("/exports/journals/letter_in?format=csv", "vera")
    assert tables.read(b"".join(answer.streaming_content))[1][0] == "ВХ-0001/26"
    assert timeline("exports")[0].body["what"] == "journal:letter_in"
    for path in ("/journals/letter_in", "/exports/journals/letter_in", "/journals/nothing"):
        assert api.get(path, "viktor").status_code == 404
    assert api.get("/journals", "viktor").json() == {"items": []}


def test_promises_and_the_proof(room: Mailroom) -> None:
    room.incoming()
    api = Api(room.office)
    proved = api.post("/promises/prove", None, "director").json()
    assert (proved["registered"], proved["live"], proved["final"], proved["outside"]) == (1, 1, 0, [])
    assert api.post("/promises/baseline", {"answered": 40}, "director").status_code == 403
    assert api.post("/promises/baseline", {"answered": 40, "note": "Журнал"}, "admin").json() == {
        "answered": 40,
        "done": None,
    }
    assert api.post("/promises/baseline", {"answered": 0}, "admin").status_code == 422
    found = api.get("/promises", "admin").json()
    assert (found["baseline"]["answered"], found["baseline"]["by"]) == (40, room.id("admin"))
    assert [one["registered"] for one in found["proofs"]] == [1]
    assert len(found["months"]) == 12
    assert api.get("/promises", "alisa").status_code in (403, 404)
