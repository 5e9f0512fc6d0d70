"""Programs move running cards to another version."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.cards.models import Card
from marshrut.jobs.models import Effect
from tests.support.office import MovingClock, Office
from tests.support.versions import Part, install_version, rename, shipped_id

from .client import Api, problem


def restaged(card_type: Part) -> None:
    rename(card_type, "unit_approval", "head_approval")


@pytest.fixture
def card(office: Office, now: MovingClock) -> int:
    made = office.request()
    Effect.objects.update(state="done")
    return made


def version_of(card: int) -> int:
    return Card.objects.system("test").get(pk=card).definition_id


def test_from_where_they_stand_to_the_move_and_back(api: Api, card: int) -> None:
    new = install_version("9.0.0", restaged)
    found = api.get("/packs/payments/cards", "admin").json()
    assert [(one["stage"], one["cards"]) for one in found["items"]] == [("unit_approval", 1)]
    assert [(one["id"], one["active"]) for one in found["versions"]] == [(new, True), (shipped_id(), False)]
    asked: dict[str, Any] = {"type": "payment_request", "to": new}
    (held,) = api.get("/movings/preview", "admin", **asked).json()["held"]
    assert (held["code"], held["cards"]) == ("version_no_stage", [card])
    (group,) = api.get("/movings/preview", "admin", **asked, stage="unit_approval:head_approval").json()["groups"]
    assert group["cards"] == [card]
    body = {"cards": [card], "to": new, "stages": {"unit_approval": "head_approval"}, "reason": "Проба"}
    done = api.post("/movings", body, "admin", Idempotency_Key="m1").json()
    assert (done["moved"], done["refused"], version_of(card)) == ([card], [], new)
    stages = [one["stage"]["title"] for one in api.get(f"/cards/{card}").json()["visits"]]
    assert stages[-2:] == ["Согласование руководителем", "Согласование руководителем"]
    assert api.post("/movings", body, "admin", Idempotency_Key="m1").json() == done
    problem(api.post("/movings", {**body, "reason": "Иначе"}, "admin", Idempotency_Key="m1"), 409, "key_reused")
    (line,) = api.get("/packs/payments/movings", "admin").json()["items"]
    assert (line["id"], line["cards"], line["reverted"], line["reason"]) == (done["moving"], 1, 0, "Проба")
    back = api.post(f"/movings/{done['moving']}/revert", {}, "admin").json()
    assert (back["reverted"], version_of(card)) == ([card], shipped_id())


def test_why_a_card_stays(api: Api, office: Office, card: int) -> None:
    new = install_version("9.0.0", restaged)
    done = api.post("/movings", {"cards": [card, 10**6], "to": new}, "admin").json()
    assert done["moving"] is None
    assert [(one["card"], one["code"]) for one in done["refused"]] == [
        (card, "version_no_stage"),
        (10**6, "not_found"),
    ]


def test_without_the_right_nothing_is_told_or_done(api: Api, card: int) -> None:
    new = install_version("9.0.0", restaged)
    for by in ("alisa", "boris"):
        assert api.get("/packs/payments/cards", by).status_code == 403
        assert api.get("/packs/payments/movings", by).status_code == 403
        assert api.get("/movings/preview", by, type="payment_request", to=new).status_code == 403
        assert api.post("/movings", {"cards": [card], "to": new}, by).status_code == 403
        assert api.post("/movings/1/revert", {}, by).status_code == 403
    assert version_of(card) == shipped_id()


def test_what_is_not_there_is_not_found(api: Api, card: int) -> None:
    assert api.get("/packs/nothing/cards", "admin").status_code == 404
    assert api.get("/movings/preview", "admin", type="payment_request", to=10**6).status_code == 404
    assert api.post("/movings", {"cards": [card], "to": 10**6}, "admin").status_code == 404
    assert api.post("/movings/77/revert", {}, "admin").status_code == 404
