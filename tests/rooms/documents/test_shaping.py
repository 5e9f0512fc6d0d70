"""Kinds, statuses and folders as companies shape them; what is shipped is put in once and never changed."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.documents import commands, naming, queries
from marshrut.documents.models import Folder, Kind
from marshrut.history.queries import latest
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from tests.support.office import install

from .papers import SYSTEM, Desk, desk


@pytest.fixture
def at_desk(db: None) -> Desk:
    return desk()


def rows(kind: str = "contract", **changes: Any) -> list[dict[str, Any]]:
    """The statuses of a kind as a form sends them back."""
    found = queries.kind_settings(SYSTEM, kind).statuses
    names = ("key", "title", "title_en", "color", "initial", "final")
    return [{name: getattr(one, name) for name in names} | changes.get(one.key, {}) for one in found]


def test_what_is_shipped_is_put_in_once_and_left_alone(at_desk: Desk) -> None:
    commands.edit_kind(SYSTEM, kind="contract", title="Соглашение", readers=["role:lawyer"])
    commands.set_statuses(SYSTEM, kind="order", statuses=[{"key": "draft", "title": "Готовится", "color": "#000000",
                                                           "initial": True}])  # fmt: skip
    commands.archive_kind(SYSTEM, kind="other")
    assert commands.install_kinds(SYSTEM) == {"added": []}
    found = {one.key: one for one in queries.kinds(SYSTEM, archived=True)}
    assert found["contract"].title == "Соглашение"
    assert [one.title for one in found["order"].statuses] == ["Готовится"]
    assert found["other"].archived
    assert Kind.objects.filter(key="act").delete()[0]
    assert commands.install_kinds(SYSTEM) == {"added": ["act"]}


def test_statuses_are_set_as_a_whole(at_desk: Desk) -> None:
    paper = at_desk.paper()
    wanted = [*rows(draft={"title": "Набросок"})[:2], {"title": "Готово", "color": "#1a7f37", "final": True}]
    made = commands.set_statuses(SYSTEM, kind="contract", statuses=wanted)["statuses"]
    assert made[:2] == ["draft", "check"]
    row = queries.document_page(at_desk.actor("victor"), paper).row
    assert row.status.title == "Набросок"
    assert [one.title for one in queries.kind("contract").statuses] == ["Набросок", "На проверке", "Готово"]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [{"title": "А", "color": "#000000"}],
        [{"title": "А", "color": "#000000", "initial": True}, {"title": "Б", "color": "#000000", "initial": True}],
        [{"title": "А", "color": "#000000", "initial": True}, {"title": "а", "color": "#000000"}],
        [{"title": "", "color": "#000000", "initial": True}],
        [{"title": "А", "color": "#ffff00", "initial": True}],
        [{"title": "А", "color": "red", "initial": True}],
        [{"title": "А", "color": "#000000", "initial": True, "key": "Плохо"}],
    ],
)
def test_a_wrong_set_of_statuses_changes_nothing(at_desk: Desk, wrong: list[dict[str, Any]]) -> None:
    with pytest.raises(Invalid) as found:
        commands.set_statuses(SYSTEM, kind="contract", statuses=wrong)
    assert found.value.fields
    assert len(queries.kind("contract").statuses) == 7


def test_a_status_that_papers_have_stays(at_desk: Desk) -> None:
    at_desk.paper()
    with pytest.raises(Refused) as found:
        commands.set_statuses(SYSTEM, kind="contract", statuses=[rows()[1] | {"initial": True}])
    assert found.value.code == "status_used"


def test_what_a_process_names_cannot_be_taken_away(at_desk: Desk) -> None:
    """D38, with the shipped process of contracts."""
    install("contracts")
    (use,) = naming.uses()["contract"]
    assert {"draft", "approval", "signing", "signed", "rejected"} <= use.statuses
    with pytest.raises(Refused) as found:
        commands.archive_kind(SYSTEM, kind="contract")
    assert (found.value.code, use.process in str(found.value)) == ("named_by_process", True)
    with pytest.raises(Refused) as found:
        commands.set_statuses(SYSTEM, kind="contract", statuses=[one for one in rows() if one["key"] != "signed"])
    assert (found.value.code, "Подписан" in str(found.value)) == ("named_by_process", True)
    commands.set_statuses(SYSTEM, kind="contract", statuses=[one for one in rows() if one["key"] != "archived"])
    commands.archive_kind(SYSTEM, kind="order")
    assert queries.kind_settings(SYSTEM, "contract").used_by[0][0] == use.process


def test_archived_kinds_take_no_papers(at_desk: Desk) -> None:
    paper = at_desk.paper()
    commands.archive_kind(SYSTEM, kind="contract")
    with pytest.raises(Invalid):
        at_desk.paper()
    assert queries.document_page(at_desk.actor("victor"), paper).kind.archived
    assert "contract" not in {one.key for one in queries.addable_kinds(at_desk.actor("alice"))}
    commands.archive_kind(SYSTEM, kind="contract", archived=False)
    at_desk.paper()


def test_rights_name_who_exists(at_desk: Desk) -> None:
    good = ["everyone", "role:lawyer", f"person:{at_desk.company.alice}", f"department:{at_desk.company.sales}"]
    commands.edit_kind(SYSTEM, kind="contract", readers=good)
    for wrong in ("role:nobody", "person:999999", "department:999999", "alice", "role:"):
        with pytest.raises(Invalid) as found:
            commands.edit_kind(SYSTEM, kind="contract", adders=[wrong])
        assert "adders" in found.value.fields
    with pytest.raises(Invalid):
        commands.edit_kind(SYSTEM, kind="contract", readers=[])


def told(kind: str) -> dict[str, Any]:
    return dict(latest("documents", kinds=[f"documents.{kind}"])[-1].body)


def test_the_history_says_what_a_kind_was_and_became(at_desk: Desk) -> None:
    """Whoever lets himself read papers leaves a trace that cannot be erased."""
    admin = at_desk.actor("admin")
    myself, folder = f"person:{at_desk.company.admin}", commands.add_folder(SYSTEM, name="Тайное")["id"]
    before = queries.kind_settings(SYSTEM, "order")
    commands.edit_kind(admin, kind="order", readers=[myself], folder=folder, gapless=not before.info.gapless)
    assert told("kind_edited")["changed"] == {
        "folder": [before.info.folder, folder],
        "gapless": [before.info.gapless, not before.info.gapless],
        "readers": [list(before.readers), [myself]],
    }
    version = queries.kind_settings(SYSTEM, "order").version
    assert commands.edit_kind(admin, kind="order", readers=[myself])["version"] == version
    assert len(latest("documents", kinds=["documents.kind_edited"])) == 1
    commands.add_kind(admin, kind="secret", title="Тайна", readers=[myself])
    assert told("kind_added")["readers"] == [myself]


def test_the_history_says_what_statuses_were_and_became(at_desk: Desk) -> None:
    given = rows(draft={"title": "Набросок"})
    gone = next(one for one in given if one["key"] == "archived")
    wanted = [one for one in given if one is not gone] + [{"key": "lost", "title": "Утрачен", "color": "#000000"}]
    commands.set_statuses(SYSTEM, kind="contract", statuses=wanted)
    about = told("statuses_set")
    assert about["statuses"] == [one["key"] for one in wanted]
    assert set(about["changed"]) == {"draft", "archived", "lost"}
    assert about["changed"]["draft"] == [{"title": "Черновик"}, {"title": "Набросок"}]
    was, now = about["changed"]["archived"]
    assert (was["title"], now) == (gone["title"], None)
    assert about["changed"]["lost"][0] is None


def test_a_form_opened_earlier_overwrites_nothing(at_desk: Desk) -> None:
    seen = queries.kind_settings(SYSTEM, "contract").version
    commands.edit_kind(SYSTEM, kind="contract", title="Соглашение", version=seen)
    with pytest.raises(Conflict):
        commands.edit_kind(SYSTEM, kind="contract", title="Другое", version=seen)
    paper = at_desk.paper()
    with pytest.raises(Conflict):
        commands.rename_document(at_desk.actor("alice"), document=paper, title="Другое", version=99)


def test_who_adds_is_asked_and_what_was_sent_is_checked(at_desk: Desk) -> None:
    commands.edit_kind(SYSTEM, kind="contract", adders=["role:lawyer"])
    with pytest.raises(Forbidden):
        at_desk.paper()
    at_desk.paper(by="boris")
    alice = at_desk.actor("alice")
    with pytest.raises(Invalid):  # a file of somebody else
        commands.add_document(alice, kind="act", file=at_desk.file("boris"))
    with pytest.raises(NotFound):
        commands.add_document(alice, kind="act", file=at_desk.file(), links=[("company", 999_999)])
    with pytest.raises(NotFound):
        commands.add_document(alice, kind="act", file=at_desk.file(), links=[("moon", 1)])
    with pytest.raises(NotFound):
        commands.add_document(alice, kind="act", file=at_desk.file(), folder=999_999)


def test_folders_are_made_renamed_and_removed_when_empty(at_desk: Desk) -> None:
    folder = commands.add_folder(SYSTEM, name="  Разное ")["id"]
    with pytest.raises(Conflict):
        commands.add_folder(SYSTEM, name="Разное")
    below = commands.add_folder(SYSTEM, name="2026", parent=folder)["id"]
    with pytest.raises(Refused):
        commands.remove_folder(SYSTEM, folder=folder)
    paper = at_desk.paper(folder=below)
    assert queries.document_page(at_desk.actor("alice"), paper).path == ("Разное", "2026")
    with pytest.raises(Refused):
        commands.remove_folder(SYSTEM, folder=below)
    commands.remove_document(at_desk.actor("alice"), document=paper, reason="лишний")
    with pytest.raises(Refused):  # what was removed lies there still
        commands.remove_folder(SYSTEM, folder=below)
    with pytest.raises(Refused):
        commands.remove_folder(SYSTEM, folder=queries.kind("contract").folder)
    with pytest.raises(Forbidden):
        commands.add_folder(at_desk.actor("alice"), name="Моё")
    deep = folder
    for name in range(5):
        deep = commands.add_folder(SYSTEM, name=f"уровень {name}", parent=deep)["id"]
    with pytest.raises(Invalid):
        commands.add_folder(SYSTEM, name="глубже", parent=deep)


def test_a_company_gets_a_folder_of_its_own_where_the_kind_wants_it(at_desk: Desk) -> None:
    commands.edit_kind(SYSTEM, kind="contract", filing="company_year")
    paper = at_desk.paper(links=[("company", at_desk.ours[1])])
    assert queries.document_page(SYSTEM, paper).path[:2] == ("Договоры", "Завод")
    assert Folder.objects.filter(name="Завод").count() == 1


def test_the_simple_mode_keeps_a_history(at_desk: Desk) -> None:
    """S1.6."""
    paper, alice = at_desk.paper(note="черновик"), at_desk.actor("alice")
    commands.set_status(at_desk.actor("boris"), document=paper, status="signed", note="подписали на встрече")
    commands.link_document(alice, document=paper, place="company", ref=at_desk.ours[0])
    with pytest.raises(Conflict):
        commands.link_document(alice, document=paper, place="company", ref=at_desk.ours[0])
    commands.unlink_document(alice, document=paper, place="company", ref=at_desk.ours[0])
    with pytest.raises(Forbidden):
        commands.set_status(at_desk.actor("victor"), document=paper, status="draft")
    page = queries.document_page(at_desk.actor("victor"), paper)
    assert [one.kind for one in page.timeline] == [
        "document.added", "document.status_set", "document.linked", "document.unlinked",
    ]  # fmt: skip
    assert page.timeline[1].values["note"] == "подписали на встрече"
    assert queries.shown("document_status", "contract/signed") == "Подписан"
