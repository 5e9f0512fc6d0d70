"""The gate: the same rule in SQL and in Python, stages, fields, listed departments, the company's own rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marshrut.automation import queries as automation
from marshrut.cards import commands, gate, queries
from marshrut.cards.models import Card
from marshrut.cards.queries import Filter, inbox, reach
from marshrut.cards.rights import Facts, allowed
from marshrut.definitions import commands as definitions
from marshrut.definitions import queries as definitions_queries
from marshrut.definitions import revision as definitions_revision
from marshrut.definitions.models import ActivePack
from marshrut.definitions.schema.access import ACTS, SCOPES
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden, Invalid, NotFound
from marshrut.org import queries as org
from marshrut.org.models import Department
from tests.support.office import SYSTEM, Office, build, drain

KIND = "payment_request"
CREATE = {"who": "everyone", "may": ["create"]}
Rows = Sequence[dict[str, Any]]


@pytest.fixture
def office(db: None) -> Office:
    return build()


def grant(*rows: dict[str, Any]) -> None:
    definitions.set_grants(SYSTEM, card_type=KIND, grants=[CREATE, *rows])


def seen_by(office: Office, name: str) -> set[int]:
    return set(gate.visible_to(office.actor(name)).values_list("id", flat=True))


@pytest.fixture
def cards(office: Office) -> dict[str, int]:
    """A card of each author on different stages; the key is the author."""
    found = {name: office.request(by=name) for name in ("alisa", "boris", "viktor", "chief", "junior")}
    office.complete(found["alisa"], "approve", "approved", "boris")
    office.complete(found["junior"], "approve", "rejected", "chief", reason="Нет")
    return found


STAGES = ("draft", "unit_approval", "finance", "rejected")


def rows() -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries(
        {
            "who": st.sampled_from(["everyone", "role:finance_manager", "role:director", "person:alisa", "person:ops"]),
            "may": st.lists(st.sampled_from([act for act in ACTS if act != "create"]), min_size=1, unique=True),
            "scope": st.sampled_from(SCOPES),
            "stages": st.lists(st.sampled_from(STAGES), unique=True, max_size=2),
            "departments": st.lists(st.sampled_from([0, 1, 2, 3]), unique=True, min_size=1, max_size=2),
        }
    )
    return st.lists(row, min_size=1, max_size=6)


def made(office: Office, row: dict[str, Any]) -> dict[str, Any]:
    """The row with ids of this office."""
    departments = list(Department.objects.order_by("id").values_list("id", flat=True))
    who = row["who"]
    if who.startswith("person:"):
        who = f"person:{office.id(who[7:])}"
    listed = [departments[one] for one in row["departments"]] if row["scope"] == "departments" else []
    return {**row, "who": who, "departments": listed}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=rows(), act=st.sampled_from(["view", "edit", "export", "print"]))
def test_sql_and_rule_agree(office: Office, cards: dict[str, int], drawn: Rows, act: Any) -> None:
    somebody = {"who": "role:junior_accountant", "scope": "own", "may": ["view"]}
    grant(somebody, *(made(office, row) for row in drawn))
    chart, access = org.chart(), definitions_queries.current().access(KIND)
    taking = {card: set(queries_participants(card)) for card in cards.values()}
    for name in office.people:
        person, actor = office.id(name), office.actor(name)
        expected = set()
        for row in Card.objects.system("test"):
            facts = Facts(row.author_id, row.department_id, person in taking[row.pk], row.stage)
            if all(allowed(access, one, person, chart, facts) for one in ("view", act)):
                expected.add(row.pk)
        assert set(gate.visible_to(actor, act).values_list("id", flat=True)) == expected, (name, act)
        if act == "view":
            parts = {pk for part in gate.shares(actor, card_type=KIND) for pk in part.values_list("id", flat=True)}
            assert parts == expected
            assert gate.visible_among(actor, set(cards.values())) == expected
            assert [line.id for line in queries.listing(actor, KIND, Filter()).lines] == sorted(expected, reverse=True)
            assert queries.totals(actor, KIND, Filter()).count == len(expected)
            for card in cards.values():
                assert opens(actor, card) == (card in expected)


def queries_participants(card: int) -> list[int]:
    from marshrut.cards.models import Participant

    return list(Participant.objects.system("test").filter(card_id=card).values_list("person_id", flat=True))


def opens(actor: Actor, card: int) -> bool:
    try:
        queries.card(actor, card)
    except NotFound:
        return False
    return True


def test_a_grant_limited_to_stages_ends_with_the_stage(office: Office) -> None:
    grant({"who": "everyone", "scope": "own", "may": ["view", "start"]}, {"who": "everyone", "scope": "participant",
          "may": ["view"]}, {"who": f"person:{office.id('viktor')}", "scope": "all", "may": ["view"],
          "stages": ["finance"]})  # fmt: skip
    card = office.request()
    assert seen_by(office, "viktor") == set()
    office.complete(card, "approve", "approved", "boris")
    assert seen_by(office, "viktor") == {card}
    assert queries.card(office.actor("viktor"), card).may == frozenset()
    office.complete(card, "finance", "confirmed", "finance")
    with pytest.raises(NotFound):
        queries.card(office.actor("viktor"), card)


def test_listed_departments_reach_what_is_below_them(office: Office, cards: dict[str, int]) -> None:
    top = Department.objects.get(name="Компания").pk
    money = Department.objects.get(name="Бухгалтерия").pk
    grant({"who": f"person:{office.id('viktor')}", "scope": "departments", "departments": [money], "may": ["view"]})
    assert seen_by(office, "viktor") == {cards["chief"], cards["junior"]}
    grant({"who": f"person:{office.id('viktor')}", "scope": "departments", "departments": [top], "may": ["view"]})
    assert seen_by(office, "viktor") == set(cards.values())


def test_administrators_see_no_content_by_that(office: Office, cards: dict[str, int]) -> None:
    assert seen_by(office, "admin") == set()
    assert not opens(office.actor("admin"), cards["alisa"])


def test_fields_one_may_not_edit_are_refused(office: Office) -> None:
    card = office.request()
    grant({"who": "everyone", "scope": "own", "may": ["view"]}, {"who": "everyone", "scope": "own", "may": ["edit"],
          "fields": ["note", "pay_before"]})  # fmt: skip
    alisa = office.actor("alisa")
    commands.edit_card(alisa, card=card, fields={"note": "Срочно", "purpose": "Флаконы 50 мл"})
    with pytest.raises(Forbidden) as refusal:
        commands.edit_card(alisa, card=card, fields={"note": "Очень срочно", "purpose": "Другое"})
    assert (refusal.value.code, list(refusal.value.fields)) == ("field_forbidden", ["purpose"])
    assert queries.card(alisa, card).state.fields["note"] == "Срочно"
    with pytest.raises(Forbidden):
        commands.edit_card(office.actor("viktor"), card=office.request(by="viktor"), fields={"amount": "5"})


def test_a_right_taken_away_is_gone_at_once(office: Office) -> None:
    card = office.request()
    grant({"who": "everyone", "scope": "own", "may": ["view"]}, {"who": "everyone", "scope": "participant",
          "may": ["view"]})  # fmt: skip
    for act in (commands.withdraw_card, commands.restart_card, commands.start_card):
        with pytest.raises(Forbidden):
            act(office.actor("alisa"), card=card)
    with pytest.raises(Forbidden):
        commands.comment_card(office.actor("alisa"), card=card, text="Здравствуйте")
    with pytest.raises(Forbidden):
        commands.attach_files(office.actor("alisa"), card=card, files=[office.file()])


def test_a_drag_is_no_way_round_a_right_to_start_anew(office: Office) -> None:
    card = office.request()
    office.complete(card, "approve", "rejected", "boris", reason="Дорого")
    grant({"who": "everyone", "scope": "own", "may": ["view"]})
    with pytest.raises(Forbidden):
        commands.move_card(office.actor("alisa"), card=card, to="unit_approval")


def test_nobody_sets_out_without_a_right_to_start(office: Office) -> None:
    """Neither by the button, nor by a drag, nor while creating; a draft may be made all the same."""
    alisa = office.actor("alisa")
    fields = office.fields(invoice=[office.file("alisa")])
    grant({"who": "everyone", "scope": "own", "may": ["view", "edit"]})
    card = commands.create_card(alisa, card_type=KIND, fields=fields, start=False)["card"]
    assert queries.card(alisa, card).moves == ()
    with pytest.raises(Forbidden):
        commands.start_card(alisa, card=card)
    with pytest.raises(Forbidden):
        commands.move_card(alisa, card=card, to="unit_approval")
    with pytest.raises(Forbidden):
        commands.create_card(alisa, card_type=KIND, fields=fields)
    assert list(Card.objects.system("test").values_list("pk", "stage")) == [(card, "draft")]


@pytest.mark.parametrize("row", [{"scope": "own"}, {"scope": "own", "stages": ["draft"]}, {"scope": "participant"}])
def test_who_may_start_their_own_creates_and_sets_out_at_once(office: Office, row: dict[str, Any]) -> None:
    grant({"who": "everyone", "may": ["view", "start"], **row})
    assert Card.objects.system("test").get(pk=office.request()).stage == "unit_approval"


def test_managing_withdraws_and_hands_on(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    assert "forward" in queries.task(office.actor("ops"), task)[1].may
    assert "forward" not in queries.task(office.actor("finance"), task)[1].may
    with pytest.raises(Invalid, match="Маршрут не предусматривает"):
        commands.forward_task(office.actor("ops"), task=task, to=office.id("viktor"))
    with pytest.raises(Invalid, match="нельзя передать себе"):
        commands.forward_task(office.actor("ops"), task=task, to=office.id("ops"))
    commands.forward_task(office.actor("ops"), task=task, to=office.id("director"))
    assert office.task(card, "approve").assignee_id == office.id("director")
    with pytest.raises(Forbidden):
        commands.withdraw_card(office.actor("finance"), card=card)
    commands.withdraw_card(office.actor("ops"), card=card)
    assert Card.objects.system("test").get(pk=card).stage == "withdrawn"


def test_managing_stops_before_ones_own_card(office: Office) -> None:
    card = office.request(by="ops", amount="8000000")
    task = office.task(card, "approve").pk
    assert "forward" not in queries.task(office.actor("ops"), task)[1].may
    for to in ("viktor", "chief", "ops"):
        with pytest.raises(Forbidden, match="По своей карточке"):
            commands.forward_task(office.actor("ops"), task=task, to=office.id(to))
    assert office.task(card, "approve").assignee_id == office.id("director")
    office.complete(card, "approve", "approved", "director")
    office.complete(card, "finance", "confirmed", "finance")
    for key in ("pay", "payment_order"):
        with pytest.raises(Forbidden, match="По своей карточке"):
            commands.forward_task(office.actor("ops"), task=office.task(card, key).pk, to=office.id("ops"))


def test_deciding_by_a_grant_is_written_as_such(office: Office) -> None:
    card = office.request()
    ops = f"person:{office.id('director')}"
    with pytest.raises(Forbidden):
        office.complete(card, "approve", "approved", "director")
    grant({"who": "everyone", "scope": "participant", "may": ["view"]}, {"who": ops, "scope": "all",
          "may": ["view", "decide"], "stages": ["unit_approval"]})  # fmt: skip
    view, task = queries.task(office.actor("director"), office.task(card, "approve").pk)
    assert (task.right, view.state.stage) == ("granted", "unit_approval")
    office.complete(card, "approve", "approved", "director")
    with pytest.raises((Forbidden, NotFound)):
        office.complete(card, "finance", "confirmed", "director")


def test_who_may_create_follows_the_rows(office: Office) -> None:
    lab = Department.objects.get(name="Лаборатория").pk
    definitions.set_grants(
        SYSTEM,
        card_type=KIND,
        grants=[
            {"who": "everyone", "scope": "departments", "departments": [lab], "may": ["create"]},
            {"who": "everyone", "scope": "own", "may": ["view", "start"]},
        ],
    )
    office.request(by="viktor")
    with pytest.raises(Forbidden):
        office.request(by="alisa")
    assert queries.creatable(office.actor("alisa")) == frozenset()
    chart = org.chart()
    assert [one.may_create for one in reach.card_types(office.actor("viktor"), chart)] == [True]
    assert reach.card_types(office.actor("alisa"), chart) == []


def test_hidden_tasks_shorten_no_page(office: Office) -> None:
    """A page is cut from what is seen: what lies after tasks of hidden cards can be reached."""
    hidden = [office.request() for _ in range(2)]
    later = [office.request() for _ in range(2)]
    for card in later:
        office.complete(card, "approve", "approved", "boris")
    grant({"who": "everyone", "scope": "participant", "may": ["view"], "stages": ["finance"]})
    boris, alisa = office.actor("boris"), office.actor("alisa")
    assert queries.tasks(boris, "mine", limit=5) == []
    assert [line.card.id for line in queries.tasks(boris, "done", limit=1, offset=1)] == later[:1]
    assert [line.card.id for line in queries.tasks(alisa, "asked", limit=2)] == later
    assert queries.counts(alisa)["asked"] == 2
    assert not {*hidden} & {line.card.id for line in queries.tasks(alisa, "asked")}


def test_counters_count_what_the_lists_show(office: Office) -> None:
    """Whoever lost sight of their cards finds neither the cards nor their number."""
    card = office.request()
    refused = office.request()
    office.complete(refused, "approve", "rejected", "boris", reason="Дорого")
    boris, alisa = office.actor("boris"), office.actor("alisa")
    assert queries.counts(boris)["mine"] == len(queries.tasks(boris)) == 1
    assert (queries.counts(alisa)["asked"], queries.counts(alisa)["refused"]) == (1, 1)
    for name in ("alisa", "boris", "ops"):  # the long way gives the same answer
        actor = office.actor(name)
        assert inbox._counted(actor, office.id(name)) == queries.counts(actor)
    grant({"who": "role:director", "scope": "all", "may": ["view"]})
    for actor in (boris, alisa):
        assert queries.counts(actor) == {"mine": 0, "late": 0, "asked": 0, "refused": 0}
        assert queries.tasks(actor) == queries.tasks(actor, "asked") == []
    assert seen_by(office, "director") == {card, refused}


def test_a_notice_of_a_card_that_was_closed_tells_nothing_of_it(office: Office) -> None:
    office.request(purpose="Тайный заказ")
    drain(clock.now())
    boris = office.actor("boris")
    (notice,) = automation.notices(boris)
    assert "Тайный заказ" in notice.text
    grant({"who": "role:director", "scope": "all", "may": ["view"]})
    (closed,) = automation.notices(boris)
    assert (closed.text, "Тайный" in closed.title) == ("", False)
    assert automation.notice(boris, notice.id).text == ""


def test_files_are_closed_with_their_card(office: Office) -> None:
    file = office.file()
    office.request(invoice=[file])
    assert queries.file(office.actor("boris"), file).id == file
    grant({"who": "role:director", "scope": "all", "may": ["view"]})
    with pytest.raises(NotFound):
        queries.file(office.actor("boris"), file)


def test_a_card_whose_type_left_the_pack_can_still_be_finished(office: Office) -> None:
    """Lists know no such type any more; whoever has its address or a task goes on by the rows it started with."""
    card = office.request()
    ActivePack.objects.all().delete()
    definitions_revision.bump()
    office.complete(card, "approve", "approved", "boris")
    assert opens(office.actor("alisa"), card)
    assert not opens(office.actor("viktor"), card)
    assert seen_by(office, "alisa") == set()
