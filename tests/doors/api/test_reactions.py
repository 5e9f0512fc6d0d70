"""Reactions for programs of administrators."""

from __future__ import annotations

from marshrut.automation import commands
from marshrut.kernel.actor import Actor
from tests.support.office import Office

from .client import Api, problem


def test_a_reaction_from_beginning_to_end(api: Api, office: Office) -> None:
    problem(api.get("/reactions"), 403, "forbidden")
    problem(api.post("/reactions", {"event": "signed", "do": "notify", "whom": "manager"}), 403, "forbidden")
    made = api.post("/reactions", {"event": "signed", "do": "notify", "whom": "manager", "kinds": ["act"]}, "admin")
    assert made.status_code == 201, made.content
    reaction = made.json()["id"]
    whole = api.get(f"/reactions/{reaction}", "admin").json()
    assert (whole["when"], whole["kinds"], whole["active"]) == ("документ подписан обеими сторонами", ["act"], True)
    assert api.patch(f"/reactions/{reaction}", {"text": "Ура", "version": 1}, "admin").json()["version"] == 2
    problem(api.patch(f"/reactions/{reaction}", {"text": "Нет", "version": 1}, "admin"), 409, "stale")
    api.post(f"/reactions/{reaction}/switch", {"on": False}, "admin")
    assert [one["active"] for one in api.get("/reactions", "admin").json()["items"]] == [False]
    refused = problem(api.post("/reactions", {"event": "lunch", "do": "task", "whom": "king"}, "admin"), 422, "invalid")
    assert set(refused["fields"]) == {"event", "whom"}
    assert api.get("/reactions/fired", "admin").json()["items"] == []
    problem(api.get("/reactions/try/999", "admin"), 404, "not_found")
    assert api.send("DELETE", f"/reactions/{reaction}", by="admin").status_code == 204
    problem(api.get(f"/reactions/{reaction}", "admin"), 404, "not_found")


def test_those_that_come_with_the_product(api: Api, office: Office) -> None:
    commands.lay_out_reactions(Actor.system())
    found = api.get("/reactions", "admin").json()["items"]
    assert {one["do"] for one in found if one["active"]} == {"notify", "task"}
