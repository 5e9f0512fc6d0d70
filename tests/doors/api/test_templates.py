"""Word templates over the JSON door."""

from __future__ import annotations

import pytest

from tests.support.kinds import shipped
from tests.support.office import Office
from tests.support.word_files import paper, texts

from .client import Api, problem

CONTRACT = paper("Договор с {{ counterparty.name }} на {{ amount_words }}")


@pytest.fixture(autouse=True)
def kinds(office: Office) -> None:
    shipped()


def added(api: Api, content: bytes = CONTRACT) -> int:
    file = api.upload("/files", "admin", "Договор.docx", content).json()["id"]
    made = api.send("POST", "/templates", {"title": "Договор поставки", "file": file, "kind": "contract"}, "admin")
    assert made.status_code == 201, made.content
    return int(made.json()["id"])


def test_added_read_and_listed(api: Api) -> None:
    template = added(api)
    one = api.get(f"/templates/{template}").json()
    assert (one["title"], one["kind"], one["fields"]) == (
        "Договор поставки",
        "contract",
        ["amount_words", "counterparty.name"],
    )
    assert one["problem"] == ""
    assert [line["id"] for line in api.get("/templates").json()["items"]] == [template]
    assert b"".join(api.get(f"/templates/{template}/file").streaming_content) == CONTRACT


def test_filled_with_a_card(api: Api, office: Office) -> None:
    template, card = added(api), office.request()
    paper_made = b"".join(api.get(f"/templates/{template}/filled/{card}").streaming_content)
    assert texts(paper_made)[0] == "Договор с Стеклозавод на Сто двадцать пять тысяч рублей 50 копеек"
    problem(api.get(f"/templates/{template}/filled/{card}", "viktor"), 404, "not_found")


def test_changed_and_put_away(api: Api) -> None:
    template = added(api)
    changed = api.send("PATCH", f"/templates/{template}", {"title": "Иначе", "version": 1}, "admin")
    assert changed.json()["version"] == 2
    problem(api.send("PATCH", f"/templates/{template}", {"title": "Ещё", "version": 1}, "admin"), 409, "stale")
    assert api.send("POST", f"/templates/{template}/archive", {}, "admin").json()["version"] == 3
    assert api.get("/templates").json()["items"] == []
    assert len(api.get("/templates", archived=True).json()["items"]) == 1


def test_refusals(api: Api) -> None:
    template = added(api)
    file = api.upload("/files", "admin", "x.docx", paper("{{ a.b() }}")).json()["id"]
    told = problem(api.send("POST", "/templates", {"title": "т", "file": file}, "admin"), 422, "template")
    assert "a.b()" in told["fields"]["file"]
    problem(api.send("POST", "/templates", {"title": "т", "file": file}, "alisa"), 403, "forbidden")
    problem(api.send("PATCH", f"/templates/{template}", {"title": "т"}, "alisa"), 403, "forbidden")
    problem(api.send("POST", f"/templates/{template}/archive", {}, "alisa"), 403, "forbidden")
    problem(api.get("/templates/999999"), 404, "not_found")
    other = api.upload("/files", "alisa", "x.docx", CONTRACT).json()["id"]
    told = problem(api.send("POST", "/templates", {"title": "т", "file": other}, "admin"), 422, "invalid")
    assert "file" in told["fields"]
