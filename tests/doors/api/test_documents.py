"""Documents for programs: add, find, register, change, with the refusals a program meets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import kinds
from tests.support.office import Office

from .client import Api, problem


@pytest.fixture(autouse=True)
def _kinds(office: Office) -> None:
    kinds.shipped()


def added(api: Api, by: str = "alisa", name: str = "Договор поставки.pdf", **more: Any) -> int:
    file = api.upload(by=by, name=name).json()["id"]
    made = api.post("/documents", {"kind": "contract", "file": file, **more}, by)
    assert made.status_code == 201, made.content
    assert made.headers["Location"] == f"/api/documents/{made.json()['id']}"
    return int(made.json()["id"])


def test_a_document_from_adding_to_its_void_number(api: Api) -> None:
    one = added(api, doc_date="2026-03-01", note="первая")
    found = api.get(f"/documents/{one}", "viktor").json()
    assert (found["title"], found["status"]["title"], found["path"][0]) == ("Договор поставки", "Черновик", "Договоры")
    assert (found["versions"][0]["note"], found["may"]) == ("первая", [])
    problem(api.post(f"/documents/{one}/register", {}, "viktor"), 403, "forbidden")
    made = api.post(f"/documents/{one}/register", {}, "ops")
    assert made.json()["number"] == "01-05/001-2026"
    again = problem(api.post(f"/documents/{one}/register", {}, "ops"), 409, "registered")
    assert "01-05/001-2026" in again["detail"]
    assert api.post(f"/documents/{one}/void", {"reason": "Ошибка"}, "ops").status_code == 200
    book = api.get("/kinds/contract/book", "viktor", year=2026).json()
    assert [(line["number"], line["void_why"]) for line in book["items"]] == [("01-05/001-2026", "Ошибка")]
    assert (book["last"], book["preview"]) == (1, "01-05/002-2026")


def test_found_by_words_number_and_place(api: Api, office: Office) -> None:
    assert office.company is not None
    one = added(api, doc_date="2026-03-01")
    other = added(api, name="Дополнение.pdf")
    api.post(f"/documents/{one}/register", {}, "ops")
    for asked in ({"q": "поставкой"}, {"q": "1-2026"}, {"registered": "true"}, {"year": 2026, "q": "договора"}):
        assert [line["id"] for line in api.get("/documents", **asked).json()["items"]] == [one], asked
    first = api.get("/documents", limit=1).json()
    assert ([line["id"] for line in first["items"]], first["next"], first["found"]) == ([other], other, 2)
    rest = api.get("/documents", limit=1, after=first["next"]).json()
    assert ([line["id"] for line in rest["items"]], rest["next"]) == ([one], None)
    assert api.get("/documents", kind="nothing").json()["items"] == []


def test_what_does_not_exist_and_what_is_hidden_look_alike(api: Api) -> None:
    closed = {"readers": ["role:director"], "adders": ["everyone"]}
    assert api.patch("/kinds/contract", closed, "admin").status_code == 200
    one = added(api)
    for method, path, body in (
        ("GET", "", None),
        ("POST", "/rename", {"title": "x"}),
        ("POST", "/status", {"status": "signed"}),
        ("POST", "/register", {}),
        ("POST", "/remove", {"reason": "x"}),
    ):
        there, missing = (api.send(method, f"/documents/{pk}{path}", body, "viktor") for pk in (one, 999_999))
        assert problem(there, 404, "not_found")["detail"] == problem(missing, 404, "not_found")["detail"]
    assert api.get("/documents", "viktor").json()["items"] == []
    problem(api.get("/kinds/contract/book", "viktor"), 404, "not_found")
    assert api.get(f"/documents/{one}", "alisa").status_code == 200
    assert api.get(f"/documents/{one}", "director").status_code == 200


def test_simple_mode_versions_dates_and_folders(api: Api) -> None:
    one = added(api)
    path = f"/documents/{one}"
    problem(api.post(f"{path}/status", {"status": "signed"}), 403, "forbidden")
    assert api.post(f"{path}/status", {"status": "check", "note": "на бумаге"}).status_code == 200
    problem(api.post(f"{path}/status", {"status": "nothing"}), 404, "not_found")
    problem(api.post(f"{path}/status", {"status": "draft", "version": 1}), 409, "stale")
    assert api.post(f"{path}/date", {"signed_on": "2026-03-02"}).status_code == 200
    same = api.upload(name="Тот же.pdf").json()["id"]
    problem(api.post(f"{path}/versions", {"file": same}), 422, "same_file")
    other = api.upload(name="Скан.pdf", content=b"%PDF-1.4\nother").json()["id"]
    assert api.post(f"{path}/versions", {"file": other, "note": "скан"}).status_code == 200
    problem(api.post(f"{path}/versions", {"file": other}, "viktor"), 403, "forbidden")
    folder = api.post("/folders", {"name": "Разное"}, "admin").json()["id"]
    problem(api.post("/folders", {"name": "Разное"}, "admin"), 409, "folder_taken")
    problem(api.post("/folders", {"name": "Чужое"}), 403, "forbidden")
    problem(api.post(f"{path}/move", {"folder": folder}), 403, "forbidden")
    assert api.post(f"{path}/move", {"folder": folder}, "ops").status_code == 200
    found = api.get(path).json()
    assert (found["version_n"], found["signed_on"], found["path"]) == (2, "2026-03-02", ["Разное"])
    problem(api.post(f"/folders/{folder}/remove", None, "admin"), 400, "folder_full")
    assert api.post(f"{path}/remove", {"reason": "не нужен"}).status_code == 200
    problem(api.get(path), 404, "not_found")


def test_files_of_a_document_are_read_by_its_readers(api: Api) -> None:
    one = added(api)
    file = api.get(f"/documents/{one}").json()["file"]["id"]
    shown = api.get(f"/files/{file}", "viktor")
    assert shown.status_code == 200
    assert b"".join(shown).startswith(b"%PDF")
    api.patch("/kinds/contract", {"readers": ["role:director"]}, "admin")
    assert api.get(f"/files/{file}", "viktor").status_code == 404


def test_a_repeated_call_is_answered_once(api: Api) -> None:
    file = api.upload().json()["id"]
    body = {"kind": "contract", "file": file}
    first = api.post("/documents", body, Idempotency_Key="one").json()
    assert api.post("/documents", body, Idempotency_Key="one").json() == first
    assert len(api.get("/documents").json()["items"]) == 1


def test_kinds_statuses_and_rules_are_for_administrators(api: Api) -> None:
    kind = {"kind": "memo", "title": "Служебная записка", "keepers": ["everyone"]}
    problem(api.post("/kinds", kind), 403, "forbidden")
    assert api.post("/kinds", kind, "admin").status_code == 201
    problem(api.post("/kinds", kind, "admin"), 409, "kind_taken")
    file = api.upload().json()["id"]
    memo = api.post("/documents", {"kind": "memo", "file": file}).json()["id"]
    problem(api.post(f"/documents/{memo}/register", {}), 422, "no_number_rule")
    clash = problem(api.post("/kinds/memo/rules", {"template": "01-05/{n:3}-{yyyy}"}, "admin"), 422, "invalid")
    assert "template" in clash["fields"]
    assert api.post("/kinds/memo/rules", {"template": "СЗ-{n}/{yy}"}, "admin").status_code == 200
    assert api.post(f"/documents/{memo}/register", {}).json()["number"].startswith("СЗ-1/")
    rules = api.get("/kinds/memo/rules", "admin").json()["items"]
    problem(api.get("/kinds/memo/rules"), 403, "forbidden")
    rows = [{"key": "draft", "title": "Черновик", "initial": True}, {"title": "Готово", "final": True}]
    assert api.post("/kinds/memo/statuses", {"statuses": rows}, "admin").status_code == 200
    used = [{"title": "Новое", "initial": True}]
    problem(api.post("/kinds/memo/statuses", {"statuses": used}, "admin"), 400, "status_used")
    assert api.post("/kinds/memo/archive", {}, "admin").status_code == 200
    problem(api.post("/documents", {"kind": "memo", "file": file}), 422, "invalid")
    assert api.post(f"/number-rules/{rules[0]['id']}/remove", None, "admin").status_code == 200


def test_last_years_book_goes_on(api: Api) -> None:
    body = {"year": 2025, "last": 140}
    problem(api.post("/kinds/contract/counter", body, "viktor"), 403, "forbidden")
    assert api.post("/kinds/contract/counter", body, "ops").json() == {"last": 140}
    problem(api.post("/kinds/contract/counter", {"year": 2025, "last": 5000}, "ops"), 422, "counter_jump")
    one = added(api, doc_date="2025-12-30")
    assert api.post(f"/documents/{one}/register", {}, "ops").json()["number"] == "01-05/141-2025"
    problem(api.post("/kinds/contract/counter", {"year": 2025, "last": 3}, "ops"), 409, "counter_back")
