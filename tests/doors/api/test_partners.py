"""Contacts, deals and projects, and companies as a table."""

from __future__ import annotations

from tests.support.office import Office

from .client import Api, problem


def firm(office: Office) -> int:
    assert office.company is not None
    return int(office.company.pk)


def test_a_contact_is_added_put_elsewhere_and_taken_away(api: Api, office: Office) -> None:
    sent = {"name": "Смирнова Ольга", "phone": "+7 900", "company": firm(office), "roles": ["accounting"]}
    made = api.post("/contacts", sent)
    assert made.status_code == 201, made.content
    contact = made.json()["id"]
    (found,) = api.get("/contacts", q="ольга", company=firm(office)).json()["items"]
    assert found["duties"][0]["roles"] == ["accounting"]
    assert api.get(f"/companies/{firm(office)}").json()["contacts"] == [{"id": contact, "name": "Смирнова Ольга"}]
    assert api.patch(f"/contacts/{contact}", {"phone": "+7 911", "version": 1}).json()["version"] == 2
    problem(api.patch(f"/contacts/{contact}", {"phone": "", "version": 1}), 409, "stale")
    duty = f"/companies/{firm(office)}/contacts/{contact}"
    body = {"signs": True, "basis": "Устава", "version": 1}
    assert api.send("PUT", duty, body).json()["version"] == 2
    problem(api.send("PUT", duty, {"version": 1}), 409, "stale")
    assert api.get(f"/contacts/{contact}").json()["duties"][0]["basis"] == "Устава"
    assert api.send("DELETE", duty).status_code == 204
    problem(api.send("DELETE", duty), 404, "not_found")
    problem(api.post("/contacts", {"name": "Пётр", "roles": ["cook"]}), 422, "invalid")
    problem(api.get("/contacts/999999"), 404, "not_found")


def test_a_deal(api: Api, office: Office) -> None:
    made = api.post("/deals", {"title": "Флаконы", "company": firm(office), "amount": "125000.50"})
    assert made.status_code == 201, made.content
    deal = made.json()["id"]
    whole = api.get(f"/deals/{deal}").json()
    assert (whole["amount"], whole["company"]["name"], whole["state"]) == ("125000.50", "Стеклозавод", "open")
    problem(api.patch(f"/deals/{deal}", {"title": "Моё"}, "viktor"), 403, "forbidden")
    assert api.patch(f"/deals/{deal}", {"amount": "", "version": 1}).json()["version"] == 2
    assert list(problem(api.post(f"/deals/{deal}/state", {"state": "lost"}), 422, "invalid")["fields"]) == ["why"]
    api.post(f"/deals/{deal}/state", {"state": "won", "version": 2})
    assert [one["id"] for one in api.get("/deals", q="флак", state="won").json()["items"]] == [deal]
    assert list(problem(api.post("/deals", {"title": "x", "company": 999}), 422, "invalid")["fields"]) == ["company"]


def test_a_project(api: Api, office: Office) -> None:
    project = api.post("/projects", {"title": "Цех", "companies": [firm(office)]}).json()["id"]
    assert api.get(f"/projects/{project}").json()["companies"][0]["name"] == "Стеклозавод"
    assert api.patch(f"/projects/{project}", {"companies": [], "version": 1}).json()["version"] == 2
    problem(api.patch(f"/projects/{project}", {"title": "Моё"}, "viktor"), 403, "forbidden")
    api.post(f"/projects/{project}/state", {"state": "closed"})
    assert api.get("/projects", state="open").json()["items"] == []
    problem(api.get("/projects/999999"), 404, "not_found")


def test_addresses_and_our_own_organisation(api: Api, office: Office) -> None:
    places = [{"kind": "delivery", "text": "Склад 1"}]
    made = api.patch(f"/companies/{firm(office)}", {"addresses": places, "ours": True}, "chief")
    assert made.status_code == 200, made.content
    whole = api.get(f"/companies/{firm(office)}").json()
    assert (whole["addresses"], whole["ours"]) == (places, True)
    assert api.get("/companies").json()["items"][0]["ours"]
    problem(api.post("/companies", {"name": "Моя", "inn": "7702000004", "ours": True}), 403, "forbidden")


def test_who_signs_for_us_is_renamed_by_accountants(api: Api, office: Office) -> None:
    contact = api.post("/contacts", {"name": "Петров Иван", "company": firm(office), "signs": True}).json()["id"]
    api.patch(f"/companies/{firm(office)}", {"ours": True}, "chief")
    problem(api.patch(f"/contacts/{contact}", {"name": "Сам"}), 403, "forbidden")
    assert api.patch(f"/contacts/{contact}", {"name": "Сидоров"}, "chief").status_code == 200


def test_companies_come_as_a_table(api: Api, office: Office) -> None:
    rows = [["Название", "ИНН"], ["Яблоко", "7702000004"], ["Ошибка", "1"]]
    problem(api.post("/companies/import", {"rows": rows}), 403, "forbidden")
    plan = api.post("/companies/import", {"rows": rows}, "chief").json()
    assert {one["name"]: one["state"] for one in plan["lines"]} == {"Яблоко": "new", "Ошибка": "wrong"}
    done = api.post("/companies/import", {"rows": rows, "seen": plan["digest"]}, "chief").json()["done"]
    assert done == {"added": 1, "changed": 0, "skipped": 0, "contacts": 0, "wrong": 1}
    problem(api.post("/companies/import", {"rows": rows, "seen": plan["digest"]}, "chief"), 409, "preview_changed")


def test_stages_of_deals(api: Api, office: Office) -> None:
    deal = api.post("/deals", {"title": "Флаконы"}).json()["id"]
    assert [one["key"] for one in api.get("/deals/stages").json()["items"]][:2] == ["new", "contract"]
    moved = api.post(f"/deals/{deal}/stage", {"stage": "shipping", "version": 1}).json()
    assert (moved["moved"], moved["version"]) == (True, 2)
    assert [one["id"] for one in api.get("/deals", stage="shipping").json()["items"]] == [deal]
    assert list(problem(api.post(f"/deals/{deal}/stage", {"stage": "lost"}), 422, "invalid")["fields"]) == ["why"]
    problem(api.post(f"/deals/{deal}/stage", {"stage": "won"}, "viktor"), 403, "forbidden")
    problem(api.post("/deals/stages", {"title": "Моя"}), 403, "forbidden")
    made = api.post("/deals/stages", {"title": "Торг", "position": 1}, "admin").json()["stage"]
    api.patch(f"/deals/stages/{made}", {"title": "Переговоры"}, "admin")
    assert api.get("/deals/stages").json()["items"][0]["title"] == "Переговоры"
    assert api.send("DELETE", f"/deals/stages/{made}", by="admin").status_code == 204
    problem(api.send("DELETE", "/deals/stages/shipping", by="admin"), 422, "in_use")
