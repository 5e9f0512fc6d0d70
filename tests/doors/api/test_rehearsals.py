"""Programs rehearse routes and publish packs."""

from __future__ import annotations

from pathlib import Path

from marshrut.rehearsals.models import Draft
from tests.support.office import Office

from .client import Api, problem

OTHERWISE = "otherwise: [{role: finance_manager}]"
WISH = Path(__file__).parents[1] / "web" / "samples" / "wish.yaml"


def test_a_rehearsal_from_beginning_to_end(api: Api, office: Office) -> None:
    asked = {"card_type": "payment_request", "hours": 1, "silent": [office.id("boris")]}
    problem(api.post("/rehearsals", asked), 403, "forbidden")
    made = api.post("/rehearsals", asked, "admin")
    assert made.status_code == 201, made.content
    whole = api.get(f"/rehearsals/{made.json()['rehearsal']}", "admin").json()
    assert whole["state"] == "done"
    assert any(one["kind"] == "message" for one in whole["lines"])
    assert len(api.get("/rehearsals", "admin").json()["items"]) == 1
    problem(api.get(f"/rehearsals/{whole['rehearsal']}"), 404, "not_found")
    problem(api.post("/rehearsals", {**asked, "silent": [10**9]}, "admin"), 422, "invalid")
    assert api.send("DELETE", f"/rehearsals/{whole['rehearsal']}", by="admin").status_code == 204


def test_a_draft_from_beginning_to_end(api: Api, office: Office) -> None:
    head = "key: trying\nversion: 1.0.0\ntitle: {ru: Проба, en: A try}\n"
    head += "roles:\n  finance_manager: {ru: Финансист, en: Finance}\n"
    files = {"pack.yaml": head, "wish.yaml": WISH.read_text(encoding="utf-8").replace("to: done", "to: dune")}
    problem(api.post("/drafts", {"files": files}), 403, "forbidden")
    wrong = api.post("/drafts", {"files": files}, "admin").json()
    assert [one["level"] for one in wrong["problems"] if not one["warning"]]
    problem(api.post(f"/drafts/{wrong['id']}/publish", {}, "admin"), 422, "pack_refused")
    files["wish.yaml"] = WISH.read_text(encoding="utf-8")
    right = api.post("/drafts", {"files": files}, "admin").json()
    assert all(one["warning"] for one in right["problems"]), right
    made = api.post(f"/drafts/{right['id']}/publish", {"confirmed": True}, "admin")
    assert made.json()["version"] == "1.0.0", made.content
    assert api.send("DELETE", f"/drafts/{wrong['id']}", by="admin").status_code == 204
    problem(api.get(f"/drafts/{wrong['id']}", "admin"), 404, "not_found")


def test_a_draft_is_published_when_its_warnings_were_read(api: Api, office: Office) -> None:
    """The rule of the page: a warning is confirmed, and one that is new since the draft was put is seen first."""
    head = "key: trying\nversion: 1.0.0\ntitle: {ru: Проба, en: A try}\n"
    head += "roles:\n  finance_manager: {ru: Финансист, en: Finance}\n"
    wish = WISH.read_text(encoding="utf-8").replace(OTHERWISE, f"{OTHERWISE}\n        pause: {{max_days: 365}}")
    files = {"pack.yaml": head, "wish.yaml": wish}
    made = api.post("/drafts", {"files": files}, "admin").json()
    warned = [one for one in made["problems"] if one["warning"]]
    assert warned, made
    assert len(warned) == len(made["problems"]), made
    publish = f"/drafts/{made['id']}/publish"
    problem(api.post(publish, {}, "admin"), 422, "warnings_unread")
    problem(api.post(publish, {"confirmed": False}, "admin"), 422, "warnings_unread")
    Draft.objects.filter(pk=made["id"]).update(problems=[])  # as if it had come since
    problem(api.post(publish, {"confirmed": True}, "admin"), 422, "warnings_new")
    assert [one["said"] for one in api.get(f"/drafts/{made['id']}", "admin").json()["problems"]]
    assert api.post(publish, {"confirmed": True}, "admin").json()["version"] == "1.0.0"
