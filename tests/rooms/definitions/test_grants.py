"""Rows of access: who may change them, what is refused, what history keeps, packs of former releases."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.definitions import commands, loading, queries
from marshrut.definitions.schema.access import Grant
from marshrut.history import queries as history
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org_commands
from marshrut.org import queries as org
from marshrut.org import revision
from marshrut.org.models import CompanyRole, RoleHolder
from tests.support.office import SYSTEM, Office, build
from tests.support.packs import former, pack

KIND = "payment_request"
ROWS: list[dict[str, Any]] = [
    {"who": "everyone", "may": ["create"]},
    {"who": "everyone", "may": ["view"], "scope": "own"},
]


@pytest.fixture
def office(db: None) -> Office:
    return build()


def test_the_pack_proposes_the_company_owns_and_returns(office: Office) -> None:
    delivered = queries.current().access(KIND)
    assert delivered == pack("payments").card_types[0].access
    assert commands.set_grants(SYSTEM, card_type=KIND, grants=ROWS)["changed"]
    assert queries.current().access(KIND) == (
        Grant(who="everyone", may=("create",), scope="all"),
        Grant(who="everyone", may=("view",), scope="own"),
    )
    assert not commands.set_grants(SYSTEM, card_type=KIND, grants=ROWS)["changed"]
    assert commands.reset_grants(SYSTEM, card_type=KIND) == {"changed": True}
    assert commands.reset_grants(SYSTEM, card_type=KIND) == {"changed": False}
    assert queries.current().access(KIND) == delivered
    assert queries.current().access("nothing") == ()
    assert queries.current().access("nothing", delivered) == delivered
    kinds = [event.kind for event in history.timeline("pack:payments")]
    assert kinds == ["pack.access_changed", "pack.access_reset"]


def test_only_administrators_and_those_who_look_after_processes(office: Office) -> None:
    robots = [Actor.robot("any"), Actor("integration", "api")]
    for actor in (*map(office.actor, ("alisa", "boris", "finance", "director")), *robots):
        with pytest.raises(Forbidden):
            commands.set_grants(actor, card_type=KIND, grants=ROWS)
        with pytest.raises(Forbidden):
            commands.reset_grants(actor, card_type=KIND)
    titles = {"title_ru": "Администратор процессов", "title_en": "Process administrator"}
    role, _made = CompanyRole.objects.get_or_create(key="process_admin", defaults=titles)
    RoleHolder.objects.create(role=role, person=office.people["viktor"])
    revision.bump()
    viktor = office.actor("viktor")
    assert commands.set_grants(viktor, card_type=KIND, grants=ROWS)["changed"]
    assert commands.change_settings(viktor, pack="payments", values={"check_every": 5})["changed"]
    event = history.timeline("pack:payments")[0]
    assert (event.actor_id, event.body["after"][1]["scope"]) == (office.id("viktor"), "own")


@pytest.mark.parametrize(
    "mine",
    [
        {"who": "person:{viktor}", "may": ["view"], "scope": "all"},
        {"who": "role:process_admin", "may": ["decide"], "scope": "participant"},
        {"who": "everyone", "may": ["view"], "scope": "all"},
        {"who": "everyone", "may": ["view"], "scope": "departments", "departments": ["{supply}"]},
        {"who": "everyone", "may": ["edit"], "scope": "participant", "fields": ["note"]},
    ],
)
def test_nobody_gives_rights_to_themselves(office: Office, mine: dict[str, Any]) -> None:
    """Виктор, who looks after processes, opens no cards of others to himself; another administrator does."""
    org_commands.assign_role(SYSTEM, role="process_admin", person=office.id("viktor"))
    given = {**mine, "who": mine["who"].format(viktor=office.id("viktor"))}
    if "departments" in given:
        given["departments"] = [office.people["alisa"].department_id]
    delivered = queries.told(queries.current().access(KIND))
    rows = [*delivered, given]
    with pytest.raises(Invalid, match="Себе права не дают") as refusal:
        commands.set_grants(office.actor("viktor"), card_type=KIND, grants=rows)
    assert list(refusal.value.fields) == [f"{len(delivered)}.who"]
    assert KIND not in queries.current().grants
    assert commands.set_grants(SYSTEM, card_type=KIND, grants=rows)["changed"]
    fewer = [*delivered, {**given, "stages": ["finance"]}]
    assert commands.set_grants(office.actor("viktor"), card_type=KIND, grants=fewer)["changed"]


def test_what_came_with_the_process_is_everybodys(office: Office) -> None:
    org_commands.assign_role(SYSTEM, role="process_admin", person=office.id("viktor"))
    delivered = queries.told(queries.current().access(KIND))
    fewer = [row for row in delivered if row["scope"] != "participant"]
    assert commands.set_grants(SYSTEM, card_type=KIND, grants=fewer)["changed"]
    less = {"who": "role:process_admin", "may": ["view"], "scope": "participant", "stages": ["finance"]}
    assert commands.set_grants(office.actor("viktor"), card_type=KIND, grants=[*fewer, less])["changed"]
    assert commands.set_grants(office.actor("viktor"), card_type=KIND, grants=delivered)["changed"]


def test_rights_of_others_and_of_own_cards_are_free(office: Office) -> None:
    org_commands.assign_role(SYSTEM, role="process_admin", person=office.id("viktor"))
    delivered = queries.told(queries.current().access(KIND))
    rows = [
        *delivered,
        {"who": f"person:{office.id('alisa')}", "may": ["view", "decide"], "scope": "all"},
        {"who": "role:director", "may": ["manage"], "scope": "all"},
        {"who": "everyone", "may": ["export"], "scope": "own"},
        {"who": "everyone", "may": ["view"], "scope": "headed", "stages": ["finance"]},
    ]
    assert commands.set_grants(office.actor("viktor"), card_type=KIND, grants=rows)["changed"]
    assert commands.reset_grants(office.actor("viktor"), card_type=KIND)["changed"]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([], {"grants"}),
        ([{"who": "everyone", "may": ["view"], "scope": "all"}], {"grants"}),
        ([{"who": "everyone", "may": ["create"]}], {"grants"}),
        ([*ROWS, {"who": "friends", "may": ["view"], "scope": "all"}], {"2.who"}),
        ([*ROWS, {"who": "person:0", "may": ["view"], "scope": "all"}], {"2.who"}),
        ([*ROWS, {"who": "person:999999", "may": ["view"], "scope": "all"}], {"2.who"}),
        ([*ROWS, {"who": "everyone", "may": ["fly"], "scope": "all"}], {"2.may"}),
        ([*ROWS, {"who": "everyone", "may": ["view"]}], {"2.scope"}),
        ([*ROWS, {"who": "everyone", "may": ["view"], "scope": "", "more": 1}], {"2.scope", "2.more"}),
        ([*ROWS, {"who": "everyone", "may": ["view"], "scope": "departments"}], {"2.departments"}),
        (
            [*ROWS, {"may": ["view"], "scope": "all"}, {"who": "everyone", "may": [], "scope": "own"}],
            {"2.who", "3.may"},
        ),
    ],
)
def test_wrong_rows_are_refused_all_at_once(office: Office, rows: list[dict[str, Any]], wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.set_grants(SYSTEM, card_type=KIND, grants=rows)
    assert set(refusal.value.fields) <= wrong
    assert refusal.value.fields
    assert KIND not in queries.current().grants


def test_unknown_types_and_rows_seen_before(office: Office) -> None:
    with pytest.raises(NotFound):
        commands.set_grants(SYSTEM, card_type="nothing", grants=ROWS)
    seen = queries.access_table(KIND).seen
    commands.set_grants(SYSTEM, card_type=KIND, grants=ROWS, seen=seen)
    with pytest.raises(Conflict):
        commands.set_grants(SYSTEM, card_type=KIND, grants=[*ROWS, ROWS[1]], seen=seen)


def test_rows_that_stay_are_not_asked_again(office: Office) -> None:
    """A person is dismissed meanwhile: the other rows can still be changed, and the page says what gives nothing."""
    mine = {"who": f"person:{office.id('viktor')}", "may": ["view"], "scope": "all"}
    commands.set_grants(SYSTEM, card_type=KIND, grants=[*ROWS, mine])
    office.people["viktor"].is_active = False
    office.people["viktor"].save()
    revision.bump()
    more = {"who": "role:director", "may": ["view"], "scope": "all"}
    done = commands.set_grants(SYSTEM, card_type=KIND, grants=[*ROWS, mine, more])
    assert any("Викторов" in warning for warning in done["warnings"])
    with pytest.raises(Invalid):
        commands.set_grants(SYSTEM, card_type=KIND, grants=[*ROWS, {**mine, "scope": "own"}])


def test_warnings_of_what_was_perhaps_not_meant(office: Office) -> None:
    found = queries.access_table(KIND)
    assert queries.access_warnings(found.grants, found.card_type, org.chart()) == []
    careless = [*ROWS[:1], {"who": "everyone", "may": ["decide", "comment"], "scope": "all"},
                {"who": "role:process_admin", "may": ["view"], "scope": "all"}]  # fmt: skip
    said = " ".join(commands.set_grants(SYSTEM, card_type=KIND, grants=careless)["warnings"])
    for part in ("Авторы не увидят", "задание", "никому не назначена", "Любой сотрудник", "добавьте «Видеть»"):
        assert part in said


def test_access_of_the_former_release_is_read() -> None:
    read = loading.stored(former()).card_types[0].access
    assert [(one.who, one.scope) for one in read][:5] == [
        ("everyone", "all"),
        ("everyone", "own"),
        ("everyone", "participant"),
        ("everyone", "headed"),
        ("role:operations_manager", "all"),
    ]
    assert {one.scope for one in read[4:]} == {"all"}
