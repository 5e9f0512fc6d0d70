"""Companies, people, notices, the person themselves."""

from __future__ import annotations

from marshrut.jobs import worker
from marshrut.org import commands as org
from tests.support.office import SYSTEM, MovingClock, Office

from .client import Api, problem


def test_company_is_added_found_and_changed(api: Api, office: Office) -> None:
    made = api.post("/companies", {"name": "Флаконы и Ко", "inn": "7728168971", "kpp": "7728 01001"})
    assert made.status_code == 201, made.content
    company = made.json()["id"]
    assert made.headers["Location"] == f"/api/companies/{company}"
    (found,) = api.get("/companies", q="флак").json()["items"]
    assert found["id"] == company
    assert found["requisites"] == {"inn": "7728168971", "kpp": "772801001"}
    problem(api.patch(f"/companies/{company}", {"phone": "", "version": 1}), 403, "forbidden")
    # requisites are changed by accounting only
    changed = api.patch(f"/companies/{company}", {"phone": "+7 900 000-00-00", "version": 1}, "chief")
    assert changed.json() == made.json() | {"version": 2}
    whole = api.get(f"/companies/{company}").json()
    assert whole["fields"]["phone"] == "+7 900 000-00-00"
    assert whole["fields"]["name"] == "Флаконы и Ко"
    problem(api.patch(f"/companies/{company}", {"phone": "", "version": 1}, "chief"), 409, "stale")
    problem(api.get("/companies/999999"), 404, "not_found")


def test_company_we_have_already_is_named(api: Api, office: Office) -> None:
    assert office.company is not None
    twin = api.post("/companies", {"name": "Другой", "inn": office.company.inn, "kpp": office.company.kpp})
    assert problem(twin, 409, "company_exists")["subject"] == f"company:{office.company.pk}"
    wrong = api.post("/companies", {"name": "Другой", "inn": "7728168972"})
    assert list(problem(wrong, 422, "invalid")["fields"]) == ["inn"]


def test_people(api: Api, office: Office) -> None:
    (found,) = api.get("/people", q="борис").json()["items"]
    assert (found["id"], found["email"], found["department"]) == (office.id("boris"), "boris@example.ru", "Снабжение")
    names = [one["full_name"] for one in api.get("/people").json()["items"]]
    assert names == sorted(names)
    assert len(names) == 9
    assert len(api.get("/people", limit=2).json()["items"]) == 2


def test_me(api: Api, office: Office) -> None:
    office.request()
    found = api.get("/me", "boris").json()
    assert found["person"]["id"] == office.id("boris")
    assert found["waiting"] == {"mine": 1, "asked": 0, "unread": 0}
    assert (found["language"], found["time_zone"], found["is_admin"]) == ("ru", "Europe/Moscow", False)
    assert [role["key"] for role in api.get("/me", "finance").json()["roles"]] == ["finance_manager"]


def test_notices_are_listed_and_read(api: Api, office: Office, now: MovingClock) -> None:
    first, second = office.request(), office.request()
    worker.drain(now())
    page = api.get("/notices", "boris", limit=1).json()
    assert [(one["card"], one["read"]) for one in page["items"]] == [(second, False)]
    (older,) = api.get("/notices", "boris", before=page["next"]).json()["items"]
    assert (older["card"], older["about"]) == (first, "task_opened")
    assert api.post("/notices/read", {"ids": [older["id"]]}, "viktor").json() == {"read": 0}
    assert api.post("/notices/read", {"ids": [older["id"]]}, "boris").json() == {"read": 1}
    assert len(api.get("/notices", "boris", unread="true").json()["items"]) == 1
    assert api.post("/notices/read", {}, "boris").json() == {"read": 1}
    assert api.get("/me", "boris").json()["waiting"]["unread"] == 0


def test_sentences_come_in_the_language_asked_for(api: Api, office: Office) -> None:
    org.edit_person(SYSTEM, person=office.id("viktor"), language="en", time_zone="Asia/Vladivostok")
    russian = api.get("/cards/999999", "alisa")
    english = api.get("/cards/999999", "alisa", language="de, en;q=0.8")
    own = api.get("/cards/999999", "viktor")
    assert russian.json()["detail"] == "Такой карточки нет, или у вас нет к ней доступа."
    assert english.json()["detail"] == own.json()["detail"] == "There is no such card, or you have no access to it."
    assert [one.headers["Content-Language"] for one in (russian, english, own)] == ["ru", "en", "en"]
    stranger = api.get("/me", None, language="en")
    assert stranger.json()["detail"].startswith("Send a token")


def test_instants_are_in_the_persons_zone_and_do_not_stay_there(api: Api, office: Office) -> None:
    org.edit_person(SYSTEM, person=office.id("boris"), time_zone="Asia/Vladivostok")
    card = office.request()
    assert api.get(f"/cards/{card}", "boris").json()["created_at"] == "2026-07-02T17:00:00+10:00"
    assert api.get(f"/cards/{card}").json()["created_at"] == "2026-07-02T10:00:00+03:00"
