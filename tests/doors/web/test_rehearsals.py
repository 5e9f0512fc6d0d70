"""Rehearsals on pages: asked for, played, narrowed, saved; who may not is told so."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.kernel.actor import Actor
from marshrut.rehearsals import commands
from tests.doors.web.conftest import shown, signed_in
from tests.support.office import MovingClock, Office
from tests.support.toy import MOSCOW

SINCE = datetime(2026, 7, 2, 10, tzinfo=MOSCOW)


@pytest.fixture(autouse=True)
def july(now: MovingClock) -> None:
    now.at = SINCE


def asked(office: Office, **changes: str) -> dict[str, str]:
    base = {"type": "payment_request", "cards": "1", "days": "1", "horizon": "30", "seed": "7", "how": "hours"}
    author = {"author": str(office.id("alisa")), "author_text": "Алиева А."}
    return {**base, **author, "hours": "2", **changes}


def play(office: Office, browser: Client, **changes: str) -> str:
    answer = browser.post("/rehearsals/new/", asked(office, **changes))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_a_route_is_played_and_its_timeline_read(office: Office, admin: Client) -> None:
    where = play(office, admin)
    text = shown(admin, where)
    assert "Все карточки дошли до конца" in text
    assert "Новое задание" in text
    assert "Стоят навсегда" not in text
    only = shown(admin, f"{where}?kind=decision")
    assert "Новое задание" not in only.split("<ol")[1]
    assert where in shown(admin, "/rehearsals/")


def test_who_is_silent_is_seen(office: Office, admin: Client) -> None:
    where = play(office, admin, silent=str(office.id("boris")), silent_shown="1")
    text = shown(admin, where)
    assert "молчит: Борисов" in text
    assert "Напоминание" in text


def test_what_was_typed_survives_a_refusal(office: Office, admin: Client) -> None:
    answer = admin.post("/rehearsals/new/", asked(office, cards="сто", seed="12"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="сто"' in text
    assert 'value="12"' in text
    assert admin.post("/rehearsals/new/", asked(office, type="nothing")).status_code == 422


def test_a_rehearsal_is_saved_as_a_file(office: Office, admin: Client) -> None:
    where = play(office, admin)
    csv = b"".join(admin.get(f"{where}export?form=csv")).decode("utf-8-sig")
    assert "Новое задание" in csv
    whole = json.loads(b"".join(admin.get(f"{where}export?form=json")))
    assert whole["figures"]["success"] == 1
    assert whole["asked"]["seed"] == 7
    assert io.BytesIO(b"".join(admin.get(f"{where}export?form=xlsx"))).read(2) == b"PK"


def test_a_card_with_somebody_silent_in_one_press(office: Office, clerk: Client) -> None:
    card = office.request()
    assert "Что если Борисов Б. молчит?" in shown(clerk, f"/cards/{card}/")
    answer = clerk.post(f"/cards/{card}/rehearse", {"silent": office.id("boris")})
    assert answer.status_code == 302
    assert "Флаконы 50 мл" in shown(clerk, answer.headers["Location"])


def test_a_long_one_says_how_far_it_is(office: Office, admin: Client) -> None:
    where = play(office, admin, cards="100", days="5")
    assert 'hx-trigger="every 2s"' in shown(admin, where)
    commands.note_progress(Actor.system(), rehearsal=int(re.findall(r"\d+", where)[0]), cards=50)
    assert 'value="50"' in shown(admin, where)


def test_who_may_not_does_not(office: Office, admin: Client, clerk: Client) -> None:
    where = play(office, admin)
    assert clerk.get(where).status_code == 404
    assert clerk.get(f"{where}export").status_code == 404
    assert clerk.get("/rehearsals/new/").status_code == 403
    assert "Прогонов ещё не было" in shown(clerk, "/rehearsals/")
    assert signed_in(office, "boris").post(f"{where}remove").status_code == 404
    assert admin.post(f"{where}remove").status_code == 302
    assert admin.get(where).status_code == 404


def test_pages_cost_few_queries(office: Office, admin: Client) -> None:
    where = play(office, admin)
    shown(admin, where)
    for address, many in ((where, 14), ("/rehearsals/", 13), ("/rehearsals/new/", 13)):
        with CaptureQueriesContext(connection) as caught:
            shown(admin, address)
        assert len(caught) <= many, (address, len(caught))
