"""Nothing allowed means forbidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from marshrut.kernel import permissions
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import registry
from marshrut.kernel.errors import Forbidden
from marshrut.org import access, commands, queries
from marshrut.org.rules import OrgChart
from tests.support.company import SYSTEM, Company, acting

ROBOT, INTEGRATION = Actor.robot("payments/remind"), Actor("integration", "api", None, "1С")

ME = {"admin", "director", "alice"}
#: command -> who may run it; about themselves where the command is about a person
WHO = {
    "org.add_department": {"admin", "system"},
    "org.add_person": {"admin", "system", "integration"},
    "org.add_passkey": ME,
    "org.add_role": {"admin", "system"},
    "org.add_totp": ME,
    "org.accept_invitation": ME,
    "org.tie_account": ME,
    "org.untie_account": ME,
    "org.tie_directory": {"system", "integration"},
    "org.assign_role": {"admin", "system", "integration"},
    "org.change_absence": {"admin", "director", "alice", "system"},
    "org.change_own_password": {"admin", "director", "alice"},
    "org.create_token": {"admin", "director", "alice"},
    "org.dismiss_person": {"admin", "system", "integration"},
    "org.edit_department": {"admin", "system"},
    "org.edit_person": {"admin", "system", "integration"},
    "org.edit_profile": {"admin", "director", "alice"},
    "org.end_session": ME,
    "org.end_sessions": {*ME, "system"},
    "org.invite_person": {"admin", "system"},
    "org.edit_role": {"admin", "system"},
    "org.end_absence": {"admin", "director", "alice", "system"},
    "org.import_absences": {"admin", "system"},
    "org.import_people": {"admin", "system"},
    "org.export_people": {"admin", "system"},
    "org.reinstate_person": {"admin", "system"},
    "org.remove_department": {"admin", "system"},
    "org.remove_passkey": ME,
    "org.remove_totp": ME,
    "org.renew_recovery_codes": ME,
    "org.reset_second_factor": {"admin", "system"},
    "org.revoke_role": {"admin", "system", "integration"},
    "org.revoke_token": {"admin", "director", "alice", "system"},
    "org.set_absence": {"admin", "director", "alice", "system"},
    "org.set_password": {"admin", "system"},
    "org.set_password_by_link": ME,
}


@pytest.fixture
def extra_action() -> Iterator[str]:
    """An action of a room above, taken out again."""
    yield "toy.act"
    access._grants.pop("toy.act", None)


def test_who_may_run_each_command(office: Company) -> None:
    assert {name for name in registry if name.startswith("org.")} == set(WHO)
    actors = {
        "admin": acting(office.admin),
        "director": acting(office.director),
        "alice": acting(office.alice),
        "system": SYSTEM,
        "robot": ROBOT,
        "integration": INTEGRATION,
        "nobody": acting(10**9),
    }
    for action, allowed in WHO.items():
        found = {who for who, actor in actors.items() if access.may(actor, action, person=actor.person_id)}
        assert found == allowed, action


def test_what_is_about_oneself_is_not_about_another(office: Company) -> None:
    for action in ("org.change_own_password", "org.create_token", "org.edit_profile"):
        assert not access.may(acting(office.admin), action, person=office.alice)
        assert not access.may(acting(office.alice), action)


def test_an_unknown_action_is_forbidden_to_all(office: Company) -> None:
    for actor in (acting(office.admin), SYSTEM, ROBOT, INTEGRATION):
        with pytest.raises(Forbidden) as refusal:
            access.require(actor, "org.rename_everybody")
        assert refusal.value.code == "forbidden"


def test_a_dismissed_person_may_do_nothing(office: Company) -> None:
    commands.edit_person(SYSTEM, person=office.boris, is_admin=True)
    assert access.may(acting(office.boris), "org.add_person")
    commands.dismiss_person(SYSTEM, person=office.boris)
    for action in access.actions():
        if action.startswith("org."):
            assert not access.may(acting(office.boris), action, person=office.boris), action


def test_another_room_registers_its_action(office: Company, extra_action: str) -> None:
    def of_marketing(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
        return about["card"] == 17 and chart.department_of(actor.person_id or 0) == office.marketing

    access.register(extra_action, of_marketing, programs=["robot"])
    assert extra_action in access.actions()
    assert access.may(acting(office.alice), extra_action, card=17)
    assert not access.may(acting(office.alice), extra_action, card=18)
    assert not access.may(acting(office.victor), extra_action, card=17)
    assert access.may(ROBOT, extra_action)
    assert not access.may(SYSTEM, extra_action)
    assert not access.may(INTEGRATION, extra_action)
    with pytest.raises(RuntimeError):
        access.register(extra_action, access.everyone)


def test_a_caller_with_the_company_in_hand_asks_nothing_of_the_database(
    office: Company, django_assert_num_queries: Any
) -> None:
    chart = queries.chart()
    with django_assert_num_queries(0):
        assert access.may(acting(office.admin), "org.add_person", chart=chart)
        access.require(SYSTEM, "org.add_person")


def test_the_rooms_below_ask_the_same_gate(office: Company) -> None:
    permissions.require(acting(office.admin), "org.add_person")
    with pytest.raises(Forbidden):
        permissions.require(acting(office.alice), "org.add_person")
    permissions.set_gate(None)
    try:
        with pytest.raises(Forbidden):
            permissions.require(SYSTEM, "org.add_person")
    finally:
        permissions.set_gate(access.require)
