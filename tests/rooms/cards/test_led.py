"""Cards that a source outside leads: they are adopted and placed, and nobody else carries them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.cards import commands, queries, reconcile
from marshrut.cards.commands import Adopted, Placed
from marshrut.cards.models import Card, CardContent, Participant, StageVisit, Task
from marshrut.cards.queries.timeline import Wording, timeline
from marshrut.crm import commands as crm
from marshrut.crm.models import Company
from marshrut.history.models import Event
from marshrut.history.verify import verify
from marshrut.jobs.models import Effect, Timer
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org
from tests.support.desk import Desk
from tests.support.edocs import SOURCE, fields, office_of_edocs
from tests.support.office import SYSTEM, MovingClock


@pytest.fixture
def desk(db: None, now: MovingClock) -> Desk:
    return office_of_edocs(now)


def row(card: int) -> Card:
    return Card.objects.system("test").get(pk=card)


def adopt(desk: Desk, stage: str = "waiting", key: str = "1c/upd/1", *, quiet: bool = False, **changes: Any) -> int:
    one = Adopted(key, desk.office.id("alisa"), stage, fields(desk, **changes))
    return commands.adopt_cards(SOURCE, card_type="edoc", rows=[one], quiet=quiet)[key]


def place(card: int, stage: str, fields: dict[str, Any], note: str = "") -> None:
    assert commands.place_cards(SOURCE, rows=[Placed(card, stage, fields, note)]) == {}


def test_a_card_begins_where_the_source_has_it(desk: Desk, now: MovingClock) -> None:
    card = adopt(desk, status="sent")
    found = row(card)
    assert (found.stage, found.stage_kind, found.visit, found.version, found.finished_at) == (
        "waiting", "work", 1, 1, None,
    )  # fmt: skip
    assert (found.name, found.company_id, str(found.amount)) == ("УПД № 215 от 30.06.2026", desk.partner(), "125000.50")
    assert found.author_id == desk.office.id("alisa")
    assert found.department_id == desk.office.people["alisa"].department_id
    stays = StageVisit.objects.system("test").filter(card_id=card)
    assert [(one.n, one.stage, one.entered_at, one.left_at) for one in stays] == [(1, "waiting", now.at, None)]
    assert [one.kind for one in Event.objects.filter(subject=f"card:{card}")] == ["card.adopted"]
    assert verify() == []
    assert reconcile.findings() == []


def test_a_key_is_adopted_once(desk: Desk) -> None:
    card = adopt(desk, number="215")
    assert adopt(desk, number="216") == card  # told again after a lost answer, changed meanwhile
    assert row(card).name == "УПД № 215 от 30.06.2026"
    author = desk.office.id("alisa")
    rows = [Adopted(f"1c/upd/{n}", author, "waiting", fields(desk, number=str(n))) for n in (1, 2, 3)]
    made = commands.adopt_cards(SOURCE, card_type="edoc", rows=rows)
    assert made["1c/upd/1"] == card
    assert len(set(made.values())) == 3 == Card.objects.system("test").filter(type="edoc").count()


def test_adopting_many_takes_as_many_statements_as_adopting_one(desk: Desk) -> None:
    """Bounded: what a thousand documents point at is looked up once for all of them."""
    author = desk.office.id("alisa")

    def load(first: int, count: int) -> int:
        rows = [Adopted(f"k/{n}", author, "waiting", fields(desk, number=str(n))) for n in range(first, first + count)]
        with CaptureQueriesContext(connection) as asked:
            commands.adopt_cards(SOURCE, card_type="edoc", rows=rows, quiet=True)
        return len(asked)

    load(0, 1)
    assert load(10, 1) == load(100, 40) <= 8
    assert verify() == []


def test_what_lay_there_before_is_news_to_nobody(desk: Desk) -> None:
    gone: dict[str, Any] = {"status": "revoked", "signed_theirs_on": "2026-06-29", "revoked_on": "2026-06-30"}
    quiet = adopt(desk, "revoked", "old", quiet=True, **gone)
    desk.settle()
    assert desk.children(quiet, "followup") == []
    assert not Task.objects.system("test").filter(card_id=quiet).exists()
    assert not Timer.objects.filter(subject=quiet).exists()
    assert not Effect.objects.filter(subject=quiet).exists()
    assert not desk.notices("alisa").exists()
    assert row(quiet).finished_at is not None
    loud = adopt(desk, "revoked", "new", **gone)
    desk.settle()
    assert len(desk.children(loud, "followup")) == 1


def test_what_no_field_can_hold_is_cut_or_left_out(desk: Desk) -> None:
    """The source is right whatever it says: nobody here could correct it."""
    card = adopt(
        desk,
        counterparty_name="Ю" * 400,
        amount="-12.50",
        date="0001-01-01",
        status="нечто",
        counterparty=999_999_999,
        manager=999_999_999,
        deal=17,
        about=999_999_999,
        organisation=desk.partner(),
    )
    kept = desk.fields(card)
    assert kept["counterparty_name"] == "Ю" * 300
    out = ("amount", "date", "status", "counterparty", "manager", "deal", "about", "organisation")
    assert not set(out) & set(kept)
    assert row(card).company_id is None


def test_fields_and_stages_that_do_not_exist_are_refused_and_nothing_is_made(desk: Desk) -> None:
    author = desk.office.id("alisa")
    right = Adopted("a", author, "waiting", fields(desk))
    for wrong in (
        Adopted("b", author, "waiting", {"nonsense": 1}),
        Adopted("b", author, "draft", {}),
        Adopted("b", author, "nowhere", {}),
    ):
        with pytest.raises(Invalid):
            commands.adopt_cards(SOURCE, card_type="edoc", rows=[right, wrong])
    assert not Card.objects.system("test").filter(type="edoc").exists()
    assert commands.adopt_cards(SOURCE, card_type="edoc", rows=[right])["a"]


def test_only_programs_adopt_and_place_and_only_what_a_source_leads(desk: Desk) -> None:
    card = adopt(desk)
    one = Adopted("x", desk.office.id("alisa"), "waiting", {})
    for who in ("alisa", "admin", "director"):
        actor = desk.office.actor(who)
        with pytest.raises(Forbidden):
            commands.adopt_cards(actor, card_type="edoc", rows=[one])
        if who == "admin":  # does not even see it
            with pytest.raises(NotFound):
                commands.place_cards(actor, rows=[Placed(card, "signed")])
        else:
            assert commands.place_cards(actor, rows=[Placed(card, "signed")]).keys() == {card}
    with pytest.raises(Conflict) as refused:
        commands.adopt_cards(SOURCE, card_type="followup", rows=[one])
    assert refused.value.code == "not_led"
    assert row(card).stage == "waiting"


def test_nobody_else_makes_or_carries_such_a_card(desk: Desk) -> None:
    with pytest.raises((Conflict, Forbidden)):
        commands.create_card(desk.office.actor("alisa"), card_type="edoc", fields={})
    with pytest.raises(Conflict) as refused:
        commands.create_card(SYSTEM, card_type="edoc", fields={}, author=desk.office.id("alisa"), start=False)
    assert refused.value.code == "led_by_source"
    card = adopt(desk)
    for who in ("alisa", "ops"):
        with pytest.raises(Conflict):
            commands.move_card(desk.office.actor(who), card=card, to="signed")
        with pytest.raises((Conflict, Forbidden)):
            commands.withdraw_card(desk.office.actor(who), card=card)


def test_it_goes_from_any_stage_to_any_other_the_final_ones_as_well(desk: Desk, now: MovingClock) -> None:
    card = adopt(desk)
    now.to("2026-07-02 11:00")
    signed = {"status": "signed", "signed_theirs_on": "2026-07-02", "signed_theirs_by": "Петров Пётр"}
    place(card, "signed", signed)
    found = row(card)
    assert (found.stage, found.stage_kind, found.finished_at, found.visit) == ("signed", "success", now.at, 2)
    wanted = SearchQuery("петров", config="russian")
    assert CardContent.objects.system("test").filter(card_id=card, search=wanted).exists()
    now.to("2026-07-03 11:00")
    asked = {"status": "revocation_requested"}
    place(card, "revoking", asked, note="Ошибка в реквизитах")
    desk.settle()
    found = row(card)
    assert (found.stage, found.finished_at, found.visit) == ("revoking", None, 3)
    stays = StageVisit.objects.system("test").filter(card_id=card).order_by("n")
    assert list(stays.values_list("stage", flat=True)) == ["waiting", "signed", "revoking"]
    assert [one.left_at is None for one in stays] == [False, False, True]
    moved = desk.events(card, "card.moved")[-1]
    assert (moved.body["because"], moved.actor_label) == ({"rule": "source"}, "edocs")
    seen = queries.seen(SYSTEM, card)
    lines = timeline(card, Wording(seen.definition, seen.chart))
    assert lines[0].text == "Получен из источника: Ждёт подписи контрагента"
    assert [(one.text, one.quote) for one in lines if one.kind == "card.moved"][-1] == (
        "Стадия: Подписан → Запрошено аннулирование", "Ошибка в реквизитах",
    )  # fmt: skip
    assert verify() == []
    assert reconcile.findings() == []


def test_on_the_same_stage_only_the_fields_are_written(desk: Desk) -> None:
    card = adopt(desk)
    before = row(card)
    place(card, "waiting", fields(desk))
    assert (row(card).version, row(card).updated_at) == (before.version, before.updated_at)
    place(card, "waiting", {"status": "viewed"})
    after = row(card)
    assert (after.visit, after.edition, after.version) == (1, 2, 2)
    assert desk.fields(card)["number"] == "215"  # what is not told stays


def test_who_had_to_do_with_it_sees_it_and_the_new_one_does(desk: Desk) -> None:
    card = adopt(desk)
    readers = {"alisa", "boris", "chief", "junior", "director", "ops", "lawyer"}
    assert {who for who in desk.office.people if desk.sees(who, card)} == readers
    place(card, "waiting", {"manager": desk.office.id("viktor")})
    assert desk.sees("viktor", card)
    assert Participant.objects.system("test").filter(card_id=card).count() == 2


def test_people_say_what_it_belongs_to_also_when_it_is_signed(desk: Desk) -> None:
    card = adopt(desk, "signed", status="signed")
    ours = Company.objects.get(pk=desk.ours)
    commands.edit_card(desk.office.actor("alisa"), card=card, fields={"manager": desk.office.id("boris")})
    assert desk.fields(card)["manager"] == desk.office.id("boris")
    assert "edit" in queries.card(desk.office.actor("alisa"), card).may
    assert "edit" not in queries.card(desk.office.actor("lawyer"), card).may
    with pytest.raises(Invalid):
        commands.edit_card(desk.office.actor("alisa"), card=card, fields={"counterparty": ours.pk})
    with pytest.raises(Invalid):
        commands.edit_card(desk.office.actor("chief"), card=card, fields={"status": "rejected"})
    with pytest.raises((Forbidden, NotFound)):
        commands.edit_card(desk.office.actor("viktor"), card=card, fields={"manager": None})


def test_one_that_cannot_be_placed_holds_up_no_other(desk: Desk) -> None:
    first, second = adopt(desk, key="a"), adopt(desk, key="b")
    said = commands.place_cards(
        SOURCE,
        rows=[Placed(second, "signed", {"status": "signed"}), Placed(first, "nowhere"), Placed(10**9, "signed")],
    )
    assert said.keys() == {first, 10**9}
    assert (row(first).stage, row(second).stage) == ("waiting", "signed")


def test_a_manager_who_left_is_not_taken_over(desk: Desk) -> None:
    org.dismiss_person(SYSTEM, person=desk.office.id("boris"))
    card = adopt(desk, manager=desk.office.id("boris"))
    assert "manager" not in desk.fields(card)
    place(card, "signed", {"manager": desk.office.id("boris")})
    assert row(card).stage == "signed"


def test_placing_many_takes_as_many_statements_as_placing_one(desk: Desk) -> None:
    """Also where people have said to which deals they belong."""
    author = desk.office.id("alisa")
    rows = [Adopted(str(n), author, "waiting", fields(desk, number=str(n))) for n in range(12)]
    made = list(commands.adopt_cards(SOURCE, card_type="edoc", rows=rows, quiet=True).values())
    for card in made:
        deal = crm.add_deal(desk.office.actor("alisa"), title=f"Поставка {card}", company=desk.partner())["id"]
        commands.edit_card(desk.office.actor("alisa"), card=card, fields={"deal": deal})

    def place(*cards: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            said = commands.place_cards(SOURCE, rows=[Placed(card, "signed", {"status": "signed"}) for card in cards])
        assert said == {}
        return len(asked)

    place(made[0])
    assert place(made[1]) == place(*made[2:]) <= 8
    wanted = SearchQuery("поставка", config="russian")
    assert CardContent.objects.system("test").filter(card_id__in=made, search=wanted).count() == len(made)


def test_cards_of_an_earlier_version_are_placed_as_far_as_they_go(desk: Desk) -> None:
    """Cards keep the version they began with; the source knows the newest."""
    card = adopt(desk)
    said = {"status": "delivery_error", "tax_office": "7801"}
    assert commands.place_cards(SOURCE, rows=[Placed(card, "at_the_tax_office", said)]) == {}
    assert (desk.stage(card), desk.fields(card).get("tax_office")) == ("trouble", None)
