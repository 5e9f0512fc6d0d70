"""Running cards go over to another version of their pack, and back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.cards import commands, queries, reconcile, versions
from marshrut.cards.models import Card, CardContent, CardFile, MovedCard, Moving, StageVisit, Task
from marshrut.cards.queries import moving
from marshrut.cards.queries.moving import Chosen
from marshrut.cards.queries.timeline import Wording, timeline
from marshrut.history.models import Event
from marshrut.history.verify import verify
from marshrut.jobs.models import Effect, Timer
from marshrut.kernel.errors import Conflict, Forbidden, NotFound
from marshrut.org import commands as org
from tests.support.office import SYSTEM, MovingClock, Office
from tests.support.toy import msk
from tests.support.versions import Part, install_version, rename, shipped_id, stage


def title_only(card_type: Part) -> None:
    stage(card_type, "unit_approval")["tasks"][0]["title"] = {"ru": "Согласуйте заявку иначе", "en": "Approve it"}


def another_stage(card_type: Part) -> None:
    """The first stage has another name."""
    rename(card_type, "unit_approval", "head_approval")


def another_task(card_type: Part) -> None:
    """The head is asked for something of another name."""
    rename(card_type, "approve", "agree")
    for one in card_type["stages"]:
        for task in one.get("tasks", ()):
            task["kind"] = "approve" if task.get("kind") == "agree" else task["kind"]


def row(card: int) -> Card:
    return Card.objects.system("test").get(pk=card)


def admin(office: Office) -> Any:
    return office.actor("admin")


def move(office: Office, *cards: int, to: int, **how: Any) -> dict[str, Any]:
    settle()
    return commands.move_many(admin(office), cards=cards, to=to, **how)


def settle() -> None:
    """The worker has done what was asked of it."""
    Effect.objects.update(state="done")


def said(card: int) -> list[str]:
    view = queries.card(SYSTEM, card)
    return [one.text for one in timeline(card, Wording(view.definition, view.chart))]


def kinds(card: int) -> list[str]:
    return list(Event.objects.filter(subject=f"card:{card}").order_by("seq").values_list("kind", flat=True))


def sound() -> None:
    assert verify() == []
    assert reconcile.findings() == []


# -- there -------------------------------------------------------------------------------------------------------------


def test_a_card_goes_over_and_is_decided_by_the_new_version(office: Office) -> None:
    card = office.request()
    before, former = office.task(card, "approve"), queries.card(SYSTEM, card).definition.version
    new = install_version("9.0.0", title_only)
    answer = move(office, card, to=new, reason="Новое название")
    assert answer == {"moving": Moving.objects.get().pk, "moved": [card], "refused": []}
    assert row(card).definition_id == new
    after = office.task(card, "approve")
    assert (after.pk, after.assignee_id, after.due_at) == (before.pk, before.assignee_id, before.due_at)
    assert kinds(card)[-1] == "card.version_moved"
    version = queries.card(SYSTEM, card).definition.version
    assert version == "9.0.0"
    last = timeline(card, Wording(queries.card(SYSTEM, card).definition, queries.card(SYSTEM, card).chart))[-1]
    assert last.text == f"Переведена с версии маршрута {former} на 9.0.0"
    assert (last.quote, last.who) == ("Новое название", office.id("admin"))
    office.complete(card, "approve", "approved", "boris")
    assert row(card).stage == "finance"
    sound()


def test_a_stage_that_is_gone_needs_a_choice_and_its_visit_ends(office: Office) -> None:
    card = office.request()
    armed = {(one.key, one.due_at) for one in Timer.objects.filter(subject=card, state="armed")}
    new = install_version("9.0.0", another_stage)
    answer = move(office, card, to=new)
    assert (answer["moving"], answer["moved"]) == (None, [])
    assert [one["code"] for one in answer["refused"]] == ["version_no_stage"]
    assert Moving.objects.count() == 0
    move(office, card, to=new, stages={"unit_approval": "head_approval"})
    found = row(card)
    assert (found.stage, found.visit) == ("head_approval", 3)
    task = office.task(card, "approve")
    assert (task.stage, task.visit) == ("head_approval", 3)
    assert {(one.key, one.due_at) for one in Timer.objects.filter(subject=card, state="armed")} == armed
    stays = StageVisit.objects.system("test").filter(card_id=card).order_by("n")
    assert [(one.stage, one.left_at is None) for one in stays][-2:] == [
        ("unit_approval", False),
        ("head_approval", True),
    ]
    assert any("стадия: Согласование" in text for text in said(card))
    office.complete(card, "approve", "approved", "boris")
    assert row(card).stage == "finance"
    sound()


def test_a_task_that_is_gone_is_closed_and_its_name_stays_in_history(office: Office) -> None:
    card = office.request()
    new = install_version("9.0.0", another_task)
    move(office, card, to=new)
    assert [task.key for task in Task.objects.system("test").filter(card_id=card, state="open")] == ["agree"]
    closed = next(text for text in said(card) if "закрыто" in text)
    assert "approve" not in closed
    assert closed.endswith("в новой версии маршрута его нет")
    office.complete(card, "agree", "approved", "boris")
    assert row(card).stage == "finance"
    sound()


def test_what_stood_in_a_field_that_is_gone_is_in_history_and_its_files_lie_beside(office: Office) -> None:
    card = office.request()
    gone = "invoice"

    def without(card_type: Part) -> None:
        card_type["fields"]["bill"] = {**card_type["fields"].pop(gone)}
        rename(card_type, gone, "bill")

    new = install_version("9.0.0", without)
    invoice = CardContent.objects.system("test").get(pk=card).fields[gone]
    move(office, card, to=new)
    fields = CardContent.objects.system("test").get(pk=card).fields
    assert gone not in fields
    beside = CardFile.objects.system("test").filter(card_id=card, field="").values_list("file_id", flat=True)
    assert list(beside) == invoice
    assert any("Счёт" in text for text in said(card)[-2:])
    number = Moving.objects.get().pk
    assert commands.revert_moving(admin(office), moving=number)["reverted"] == [card]
    assert CardContent.objects.system("test").get(pk=card).fields[gone] == invoice
    assert not CardFile.objects.system("test").filter(card_id=card, field="").exists()
    sound()


# -- refusals and races ------------------------------------------------------------------------------------------------


def test_only_those_who_install_packs_move_cards(office: Office) -> None:
    card, new = office.request(), install_version("9.0.0", title_only)
    for name in ("alisa", "boris", "chief"):
        with pytest.raises(Forbidden):
            commands.move_many(office.actor(name), cards=[card], to=new)
        with pytest.raises(Forbidden):
            commands.revert_moving(office.actor(name), moving=1)
        with pytest.raises(Forbidden):
            moving.standing(office.actor(name), "payments")
        with pytest.raises(Forbidden):
            moving.preview(office.actor(name), Chosen("payment_request"), new)
        with pytest.raises(Forbidden):
            moving.movings(office.actor(name), "payments")


def test_unknown_versions_cards_and_movings(office: Office) -> None:
    with pytest.raises(NotFound):
        commands.move_many(admin(office), cards=[1], to=10**6)
    with pytest.raises(NotFound):
        commands.revert_moving(admin(office), moving=10**6)
    new = install_version("9.0.0", title_only)
    assert [one["code"] for one in move(office, 10**6, to=new)["refused"]] == ["not_found"]


def test_the_same_version_and_a_finished_card_are_refused(office: Office) -> None:
    card, other = office.request(), office.request()
    commands.withdraw_card(office.actor("alisa"), card=other)
    assert [one["code"] for one in move(office, card, to=shipped_id())["refused"]] == ["version_same"]
    new = install_version("9.0.0", title_only)
    answer = move(office, card, other, to=new)
    assert (answer["moved"], [one["code"] for one in answer["refused"]]) == ([card], ["version_finished"])


def test_pressed_twice_it_is_one_moving(office: Office) -> None:
    cards = [office.request(), office.request()]
    new = install_version("9.0.0", title_only)
    first = move(office, *cards, to=new, key="press")
    again = move(office, *cards, to=new, key="press")
    assert first == again
    assert (Moving.objects.count(), MovedCard.objects.system("test").count()) == (1, 2)
    for other in ({"cards": cards, "redate": True}, {"cards": cards[:1]}, {"cards": cards, "reason": "Иначе"}):
        with pytest.raises(Conflict, match="отправлено"):
            commands.move_many(admin(office), to=new, key="press", **other)
    third = move(office, *cards, to=new, key="other")
    assert [one["code"] for one in third["refused"]] == ["version_same", "version_same"]


def test_a_decision_meanwhile_is_seen(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the card and the writing somebody decides: the card is looked at anew."""
    card, new = office.request(), install_version("9.0.0", title_only)
    whole, decided = versions.landing, list[Any]()

    def landing(*args: Any) -> Any:
        landed = whole(*args)
        if not decided:
            decided.append(office.complete(card, "approve", "approved", "boris"))
            settle()
        return landed

    monkeypatch.setattr(versions, "landing", landing)
    assert move(office, card, to=new)["moved"] == [card]
    assert (row(card).stage, row(card).definition_id) == ("finance", new)
    assert kinds(card)[-1] == "card.version_moved"
    sound()


def test_a_decision_on_what_was_seen_before_the_move_holds_where_the_task_stays(office: Office) -> None:
    card, new = office.request(), install_version("9.0.0", another_task)
    task = office.task(card, "approve").pk
    move(office, card, to=new)
    with pytest.raises(Conflict):
        commands.complete_task(office.actor("boris"), task=task, outcome="approved")


def test_robots_under_way_are_waited_for(office: Office) -> None:
    card, new = office.request(), install_version("9.0.0", title_only)
    settle()
    payload = {"place": "enter/nowhere", "index": 0}
    Effect.objects.filter(dedup__startswith=f"card:{card}:").update(state="todo", payload=payload)
    found = versions.read([card])[card]
    assert found.under_way
    Effect.objects.filter(dedup__startswith=f"card:{card}:").update(payload={"place": "enter/paid", "index": 0})
    answer = commands.move_many(admin(office), cards=[card], to=new)
    assert answer["moved"] == [card]  # both versions have the same robot there


def test_no_card_is_moved_to_where_the_proofs_say_it_would_stop(office: Office) -> None:
    """The next stage demands what never holds, and there is no other way from here."""

    def demands_what_never_holds(card_type: Part) -> None:
        first = stage(card_type, "unit_approval")
        first["require_that"] = []
        said = {"ru": "Никогда", "en": "Never"}
        stage(card_type, "finance")["require_that"] = [{"holds": "1 > 2", "field": "amount", "say": said}]
        first["tasks"][0]["outcomes"] = [one for one in first["tasks"][0]["outcomes"] if one["key"] == "approved"]
        card_type["withdraw"] = None

    card = office.request()
    new = install_version("9.0.0", demands_what_never_holds)
    answer = move(office, card, to=new)
    assert [one["code"] for one in answer["refused"]] == ["version_flawed"]
    assert "Согласование" in answer["refused"][0]["message"]


# -- and back ----------------------------------------------------------------------------------------------------------


def test_put_back_as_it_was(office: Office, now: MovingClock) -> None:
    card = office.request()
    due = office.task(card, "approve").due_at
    new = install_version("9.0.0", another_task)
    made = move(office, card, to=new)["moving"]
    settle()
    answer = commands.revert_moving(admin(office), moving=made)
    assert answer == {"moving": made, "reverted": [card], "refused": []}
    assert row(card).definition_id == shipped_id()
    task = office.task(card, "approve")
    assert (task.assignee_id, task.due_at) == (office.id("boris"), due)
    assert "card.version_reverted" in kinds(card)
    assert commands.revert_moving(admin(office), moving=made)["reverted"] == []
    again = [commands.revert_moving(admin(office), moving=made, key="press") for _press in range(2)]
    assert again[0] == again[1]
    office.complete(card, "approve", "approved", "boris")
    assert row(card).stage == "finance"
    sound()


def test_where_somebody_acted_it_stays(office: Office) -> None:
    acted, quiet = office.request(), office.request()
    new = install_version("9.0.0", title_only)
    made = move(office, acted, quiet, to=new)["moving"]
    office.complete(acted, "approve", "approved", "boris")
    commands.comment_card(office.actor("alisa"), card=quiet, text="Ждём")
    settle()
    answer = commands.revert_moving(admin(office), moving=made)
    assert (answer["reverted"], [(one["card"], one["code"]) for one in answer["refused"]]) == (
        [quiet],
        [(acted, "version_acted")],
    )
    sound()


def test_a_reminder_is_nobodys_act(office: Office, now: MovingClock) -> None:
    card, new = office.request(), install_version("9.0.0", title_only)
    made = move(office, card, to=new)["moving"]
    now.to("2026-07-03 12:00")
    assert set(kinds(card)) & {"task.reminded", "task.escalated", "task.checked"}
    settle()
    assert commands.revert_moving(admin(office), moving=made)["reverted"] == [card]
    sound()


def test_the_absence_of_whoever_has_the_task_is_nobodys_act(office: Office, now: MovingClock) -> None:
    """The task goes to who stands in, and the card can still be put back."""
    card, new = office.request(), install_version("9.0.0", title_only)
    made = move(office, card, to=new)["moving"]
    org.set_absence(
        SYSTEM,
        person=office.id("boris"),
        since=msk("2026-07-02 09:00"),
        until=msk("2026-07-20 00:00"),
        substitutes=[{"person": office.id("viktor")}],
    )
    now.to("2026-07-03 12:00")
    assert "task.passed" in kinds(card)
    settle()
    assert commands.revert_moving(admin(office), moving=made)["reverted"] == [card]
    assert office.task(card, "approve").assignee_id == office.id("viktor")
    sound()


def test_each_card_is_put_back_by_itself_and_the_same_press_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program dies at the second card: the first is back, and the repeated call brings the others."""
    cards = [office.request() for _one in range(3)]
    new = install_version("9.0.0", title_only)
    made = move(office, *cards, to=new)["moving"]
    whole = versions.return_of

    def dies(found: versions.Found, *args: Any) -> Any:
        if found.seen.id == cards[1]:
            raise RuntimeError("out of memory")
        return whole(found, *args)

    monkeypatch.setattr(versions, "return_of", dies)
    with pytest.raises(RuntimeError):
        commands.revert_moving(admin(office), moving=made, key="press")
    assert [row(card).definition_id for card in cards] == [shipped_id(), new, new]
    monkeypatch.setattr(versions, "return_of", whole)
    office.complete(cards[2], "approve", "approved", "boris")
    settle()
    answers = [commands.revert_moving(admin(office), moving=made, key="press") for _press in range(2)]
    for answer in answers:
        assert answer["reverted"] == cards[:2]
        assert [(one["card"], one["code"]) for one in answer["refused"]] == [(cards[2], "version_acted")]
    sound()


def test_the_key_of_a_return_belongs_to_what_was_asked_first(office: Office) -> None:
    cards = [office.request(), office.request()]
    new = install_version("9.0.0", title_only)
    made = move(office, *cards, to=new)["moving"]
    other = move(office, office.request(), to=shipped_id())["moving"]
    commands.revert_moving(admin(office), moving=made, cards=cards[:1], key="press")
    for asked in ({"moving": made, "cards": cards[1:]}, {"moving": other}):
        with pytest.raises(Conflict, match="отправлено"):
            commands.revert_moving(admin(office), key="press", **asked)
    assert row(cards[1]).definition_id == new


def test_two_who_put_the_same_cards_back_both_hear_that_they_are_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, new = office.request(), install_version("9.0.0", title_only)
    made = move(office, card, to=new)["moving"]
    whole, first = versions.return_of, list[Any]()

    def slow(*args: Any) -> Any:
        landed = whole(*args)
        if not first:
            first.append(None)
            first[0] = commands.revert_moving(admin(office), moving=made)
        return landed

    monkeypatch.setattr(versions, "return_of", slow)
    second = commands.revert_moving(admin(office), moving=made)
    assert second == first[0] == {"moving": made, "reverted": [card], "refused": []}
    assert kinds(card).count("card.version_reverted") == 1
    sound()


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_where_cards_stand(office: Office) -> None:
    first, second = office.request(), office.request()
    office.complete(second, "approve", "approved", "boris")
    new = install_version("9.0.0", title_only)
    third = office.request()
    found = [(one.version, one.stage, one.cards) for one in moving.standing(admin(office), "payments")]
    former = queries.card(SYSTEM, first).definition.version
    assert found == [("9.0.0", "unit_approval", 1), (former, "unit_approval", 1), (former, "finance", 1)]
    assert row(third).definition_id == new
    with pytest.raises(NotFound):
        moving.standing(admin(office), "nothing")


def test_the_preview_tells_groups_and_reasons_in_words(office: Office) -> None:
    cards = [office.request(), office.request()]
    office.complete(office.request(), "approve", "approved", "boris")
    new = install_version("9.0.0", another_stage)
    settle()
    shown = moving.preview(admin(office), Chosen("payment_request"), new)
    assert [(one.here, one.there, len(one.cards)) for one in shown.groups] == [
        ("Проверка финансовым менеджером", "Проверка финансовым менеджером", 1)
    ]
    assert [(one.code, [card for card, _name in one.cards]) for one in shown.held] == [("version_no_stage", cards)]
    assert [name for _card, name in shown.held[0].cards] == ["", ""]  # an administrator sees no card by it
    assert [key for key, _title in shown.vanished] == ["unit_approval"]
    assert "head_approval" in [key for key, _title in shown.offered]
    chosen = moving.preview(admin(office), Chosen("payment_request"), new, stages={"unit_approval": "head_approval"})
    assert sorted(chosen.cards) == sorted([*cards, *shown.cards])
    note = next(note for one in chosen.groups for note in one.notes if "остаётся" in note)
    assert note.endswith("срок тот же")
    assert {row(card).definition_id for card in cards} == {shipped_id()}


@pytest.mark.parametrize("many", [1, 6])
def test_a_preview_costs_the_same_however_many_cards(office: Office, many: int) -> None:
    for _one in range(many):
        office.request()
    new = install_version("9.0.0", title_only)
    moving.preview(admin(office), Chosen("payment_request"), new)
    with CaptureQueriesContext(connection) as asked:
        moving.preview(admin(office), Chosen("payment_request"), new)
    assert len(asked) <= 6, [one["sql"][:90] for one in asked]


def test_movings_are_listed_with_what_became_of_them(office: Office) -> None:
    cards = [office.request(), office.request()]
    new = install_version("9.0.0", title_only)
    made = move(office, *cards, to=new, reason="Проба")["moving"]
    commands.revert_moving(admin(office), moving=made, cards=cards[:1])
    (line,) = moving.movings(admin(office), "payments")
    assert (line.id, line.version, line.reason, line.cards, line.reverted) == (made, "9.0.0", "Проба", 2, 1)
    _line, moved = moving.moving(admin(office), made)
    assert [(one.card, one.reverted_at is None) for one in moved] == [(cards[0], False), (cards[1], True)]
    with pytest.raises(NotFound):
        moving.moving(admin(office), 10**6)
