"""Packs are installed: who may, what is refused, what is kept for ever, what becomes active."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from marshrut.definitions import queries
from marshrut.definitions.commands import PackRefused, install_pack
from marshrut.definitions.models import PackVersion
from marshrut.history import kinds
from marshrut.history.queries import timeline
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org
from tests.support.company import SYSTEM, Company, acting
from tests.support.packs import PACKS, pack

PATH = str(PACKS / "payments")
AT = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)


def newer(files: dict[str, str], version: str = "9.0.0") -> dict[str, str]:
    return {**files, "pack.yaml": files["pack.yaml"].replace("version: 1.3.0", f"version: {version}")}


def test_a_pack_is_installed_and_new_cards_start_with_it(office: Company) -> None:
    with clock.running(lambda: AT):
        done = install_pack(SYSTEM, path=PATH)
    assert (done["pack"], done["version"], done["changed"], done["warnings"]) == ("payments", "1.3.0", True, [])
    found = queries.active_for("payment_request")
    assert (found.id, found.pack) == (done["id"], pack("payments").model_copy(update={"stories": ()}))
    assert queries.whole(done["id"]) == pack("payments"), "with its stories, read anew"
    assert list(found.pack.card_types[0].fields) == list(pack("payments").card_types[0].fields), "order has a meaning"
    assert queries.installed(done["id"]) is found
    row = PackVersion.objects.get()
    assert (row.installed_at, row.installed_by_id) == (AT, None)


def test_the_same_content_again_changes_nothing(office: Company, files: dict[str, str]) -> None:
    first = install_pack(SYSTEM, path=PATH)
    again = install_pack(acting(office.admin), content={name: f"# a comment\n{text}" for name, text in files.items()})
    assert (again["id"], again["changed"]) == (first["id"], False)
    assert [event.kind for event in timeline("pack:payments")] == ["pack.activated", "pack.installed"][::-1]


def test_other_content_needs_another_version(office: Company, files: dict[str, str]) -> None:
    install_pack(SYSTEM, path=PATH)
    plain = {name: text for name, text in files.items() if "/" not in name}  # its stories tell of the four hours
    changed = {**plain, "pack.yaml": files["pack.yaml"].replace("default: 4", "default: 5")}
    with pytest.raises(Conflict) as refusal:
        install_pack(SYSTEM, content=changed)
    assert refusal.value.code == "version_taken"
    assert queries.settings("payments")["check_every"] == 4
    install_pack(SYSTEM, content=newer(changed))
    assert queries.settings("payments")["check_every"] == 5


def test_running_cards_keep_their_version_and_an_earlier_one_can_come_back(
    office: Company, files: dict[str, str]
) -> None:
    old = install_pack(SYSTEM, path=PATH)
    new = install_pack(SYSTEM, content=newer(files))
    assert queries.active_for("payment_request").id == new["id"]
    assert queries.installed(old["id"]).pack.version == "1.3.0"
    back = install_pack(SYSTEM, path=PATH)
    assert (back["id"], back["changed"]) == (old["id"], True)
    assert queries.active_for("payment_request").id == old["id"]
    assert [(line.version, line.active) for line in queries.versions("payments")] == [("9.0.0", False), ("1.3.0", True)]
    said = [kinds.sentence(event) for event in timeline("pack:payments")]
    assert said[-1] == "Новые карточки идут по версии 1.3.0"


def test_a_bad_pack_is_refused_with_every_problem(office: Company, files: dict[str, str]) -> None:
    route = files["payment_request.yaml"].replace("to: finance\n", "to: finanse\n").replace("next: paid", "next: payd")
    with pytest.raises(PackRefused) as refusal:
        install_pack(SYSTEM, content={**files, "payment_request.yaml": route})
    assert set(refusal.value.fields) == {
        "payment_request.yaml: stages[1].tasks[0].outcomes[0].to",
        "payment_request.yaml: stages[3].next",
    }
    assert [problem.suggestion for problem in refusal.value.problems] == ["finance", "paid"]
    assert not PackVersion.objects.exists()


def test_a_pack_without_its_people_is_refused_unless_they_come_later(office: Company) -> None:
    org.revoke_role(SYSTEM, role="finance_manager", person=office.boris)
    with pytest.raises(PackRefused) as refusal:
        install_pack(SYSTEM, path=PATH)
    assert [(problem.level, problem.path) for problem in refusal.value.problems] == [
        ("fit", "pack.yaml: roles.finance_manager")
    ]
    done = install_pack(SYSTEM, path=PATH, without_people=True)
    assert len(done["warnings"]) == 1
    assert "Финансовый менеджер" in done["warnings"][0]


def test_two_packs_cannot_share_a_card_type(office: Company, files: dict[str, str]) -> None:
    install_pack(SYSTEM, path=PATH)
    other = {**files, "pack.yaml": files["pack.yaml"].replace("key: payments", "key: costs")}
    with pytest.raises(PackRefused) as refusal:
        install_pack(SYSTEM, content=other)
    assert set(refusal.value.fields) == {"payment_request.yaml: key"}


def test_only_administrators_and_the_system_install(office: Company) -> None:
    for actor in (acting(office.alice), acting(office.director), Actor.robot("payments"), Actor("integration", "api")):
        with pytest.raises(Forbidden):
            install_pack(actor, path=PATH)
    assert install_pack(Actor.person(office.admin, "cli"), path=PATH)["changed"]
    assert PackVersion.objects.get().installed_by_id == office.admin


def test_folders_of_the_server_are_not_named_from_outside(office: Company) -> None:
    with pytest.raises(Forbidden):
        install_pack(acting(office.admin), path="/etc")


@pytest.mark.parametrize("given", [{}, {"path": PATH, "content": {}}, {"content": {}}, {"path": "/nowhere/at/all"}])
def test_there_must_be_one_pack(office: Company, given: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        install_pack(SYSTEM, **given)  # type: ignore[arg-type]


def test_the_database_refuses_to_change_or_remove_a_version(office: Company) -> None:
    install_pack(SYSTEM, path=PATH)
    for act in (lambda: PackVersion.objects.update(content="{}"), lambda: PackVersion.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_what_is_not_installed_is_not_found(office: Company) -> None:
    assert (queries.active(), queries.packs("ru")) == ([], [])
    for ask in (
        lambda: queries.active_for("payment_request"),
        lambda: queries.installed(0),
        lambda: queries.settings("payments"),
        lambda: queries.setting_rows("payments", "ru"),
    ):
        with pytest.raises(NotFound):
            ask()
