"""Letters and threads over the JSON door."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support import post as support
from tests.support.office import Office
from tests.support.post import OUT, Post

from .client import Api, problem


@pytest.fixture
def post(office: Office) -> Post:
    return support.build(office)


def test_found_read_and_read_whole(api: Api, post: Post) -> None:
    school = post.project("Школа")
    file = post.office.file("ops", "Запрос.pdf")
    first = post.letter(subject="Окна", their_number="77", paper=[file], project=school, date=date(2026, 7, 1))
    reply = post.letter(OUT, answers=first, project=school, number="ИСХ-0012/26", date=date(2026, 7, 2))
    found = api.get("/letters?direction=out&q=исх-12/26", "ops").json()
    assert [one["card"] for one in found["items"]] == [reply]
    assert found["next"] is None
    one = api.get(f"/letters/{first}", "ops").json()
    assert (one["label"], one["project_title"], one["direction"]) == (f"ПВ-{first}", "Школа", "in")
    assert [file["name"] for file in one["files"]] == ["Запрос.pdf"]
    assert [(it["kind"], it["other"], it["outward"]) for it in one["relations"]] == [("reply", reply, False)]
    thread = api.get(f"/letters/{reply}/thread", "ops").json()
    assert [it["card"] for it in thread["items"]] == [first, reply]
    assert (thread["count"], thread["project"]) == (2, school)
    company = post.office.company.pk if post.office.company else 0
    heads = api.get(f"/companies/{company}/threads", "ops").json()["items"]
    assert [(it["count"], it["newest"]["card"]) for it in heads] == [(2, reply)]
    assert len(api.get(f"/projects/{school}/threads", "ops").json()["items"]) == 1
    assert api.get(f"/companies/{company}/threads?project=0", "ops").json()["items"] == []


def test_pages(api: Api, post: Post) -> None:
    first = post.letter()
    cards = {first, *(post.letter(continues=first) for _n in range(4))}
    for path in ("/letters", f"/letters/{first}/thread"):
        found: list[int] = []
        after = ""
        while True:
            page = api.get(f"{path}?limit=2{after}", "ops").json()
            found += [one["card"] for one in page["items"]]
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        assert (len(found), set(found)) == (5, cards)


def test_what_one_may_not_see_is_not_there(api: Api, post: Post) -> None:
    hidden = post.letter(subject="Тайна")
    for which in (hidden, 10**9):
        problem(api.get(f"/letters/{which}", "viktor"), 404, "not_found")
        problem(api.get(f"/letters/{which}/thread", "viktor"), 404, "not_found")
        problem(api.send("POST", f"/letters/{which}/link", {"other": hidden}, "viktor"), 404, "not_found")
        problem(api.send("POST", f"/letters/{which}/unlink", {"other": hidden}, "viktor"), 404, "not_found")
    assert api.get("/letters", "viktor").json() == {"items": [], "next": None}
    company = post.office.company.pk if post.office.company else 0
    assert api.get(f"/companies/{company}/threads", "viktor").json() == {"items": [], "next": None}


def test_linked_and_parted(api: Api, post: Post) -> None:
    one, two = post.letter(), post.letter(OUT)
    for _time in range(2):
        made = api.send(
            "POST", f"/letters/{two}/link", {"other": one, "kind": "reply"}, "ops", Idempotency_Key="link-017"
        )
        assert made.status_code == 200, made.content
        assert made.json()["links"]["page"] == f"/letters/{two}/thread/"
    assert api.get(f"/letters/{two}/thread", "ops").json()["count"] == 2
    assert api.send("POST", f"/letters/{two}/unlink", {"other": one}, "ops").status_code == 200
    assert api.get(f"/letters/{two}/thread", "ops").json()["count"] == 1
    problem(api.send("POST", f"/letters/{two}/link", {"other": two}, "ops"), 422, "invalid")
    problem(api.send("POST", f"/letters/{two}/link", {"other": one, "kind": "apart"}, "ops"), 422, "invalid")
    answer = post.letter(OUT, answers=one)
    problem(api.send("POST", f"/letters/{answer}/unlink", {"other": one}, "ops"), 409, "link_of_field")
