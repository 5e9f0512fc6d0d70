"""Bases are connected by administrators; their passwords are written and never read back."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.edocs import commands, queries
from marshrut.edocs.models import Base
from marshrut.edocs.source import SourceTrouble
from marshrut.history.models import Event
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.kernel.outside import Step
from tests.support.bases import PASSWORD, ROBOT, connect, paper
from tests.support.papers import Papers


def _set(papers: Papers, who: str = "admin", base: str = "main", **fields: Any) -> dict[str, Any]:
    return commands.set_base(papers.office.actor(who), base=base, **fields)


def test_passwords_are_sealed_and_kept(papers: Papers) -> None:
    row = papers.base()
    assert PASSWORD not in row.secrets
    _set(papers, secrets={"password": ""}, every=15)
    account = queries.account("main")
    assert account is not None
    assert account.secrets == {"login": "Обмен", "password": PASSWORD}
    assert PASSWORD not in repr(account)
    assert not Event.objects.filter(body__icontains=PASSWORD).exists()


def test_another_address_asks_for_the_password_anew(papers: Papers) -> None:
    with pytest.raises(Invalid) as refused:
        _set(papers, settings={"address": "https://evil.example/"})
    assert set(refused.value.fields) == {"login", "password"}
    _set(papers, settings={"address": "https://new.example/"}, secrets={"login": "Другой", "password": "другая"})


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": " "}, "title"), ({"owner": 10**9}, "owner"), ({"owner": None}, "owner"), ({"every": 0}, "every"),
        ({"silent_after": 1}, "silent_after"), ({"overdue": {"act": {"warn": 9, "critical": 1}}}, "overdue.act"),
        ({"overdue": {"dance": {"warn": 1}}}, "overdue.dance"), ({"settings": {"address": "1c"}}, "address"),
        ({"settings": {"nonsense": "1"}}, "nonsense"), ({"settings": {"mapping": "x" * 70_000}}, "mapping"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(papers: Papers, fields: dict[str, Any], wrong: str) -> None:
    before = papers.base().version
    with pytest.raises(Invalid) as refused:
        _set(papers, **fields)
    assert wrong in refused.value.fields
    assert papers.base().version == before


def test_a_new_base_needs_a_key_a_source_and_its_form(papers: Papers) -> None:
    with pytest.raises(Invalid) as refused:
        _set(papers, base="Основная", source="none", title="Вторая")
    assert set(refused.value.fields) == {"base", "source"}
    with pytest.raises(Invalid) as refused:
        _set(papers, base="second", source="onec", title="Вторая")
    assert set(refused.value.fields) == {"address", "login"}


def test_two_who_edit_do_not_overwrite_each_other(papers: Papers) -> None:
    version = papers.base().version
    _set(papers, version=version, every=20)
    with pytest.raises(Conflict) as refused:
        _set(papers, version=version, every=30)
    assert refused.value.code == "stale"
    assert papers.base().every == 20


def test_only_administrators(papers: Papers) -> None:
    for who in ("chief", "junior", "viktor"):
        with pytest.raises(Forbidden):
            _set(papers, who, every=20)
        with pytest.raises(Forbidden):
            commands.check_base(papers.office.actor(who), base="main")
        with pytest.raises(Forbidden):
            commands.remove_base(papers.office.actor(who), base="main")


def test_the_check_heals_and_tells_step_by_step(papers: Papers) -> None:
    taken = commands.take_base(ROBOT, base="main", lane="changes")
    assert taken is not None
    commands.end_run(ROBOT, base="main", lease=taken["lease"], trouble=SourceTrouble("refused"))
    admin = papers.office.actor("admin")
    papers.source.steps = [Step("login", "Войти", "bad", "401", "Проверьте пароль")]
    assert not commands.check_base(admin, base="main")["ok"]
    assert papers.base().closed_until is not None
    papers.source.steps = [Step("login", "Войти", "ok")]
    done = commands.check_base(admin, base="main")
    assert done["ok"]
    assert done["steps"][0]["key"] == "login"
    assert papers.base().closed_until is None
    papers.source.trouble = SourceTrouble("silent")
    assert not commands.check_base(admin, base="main")["ok"]
    with pytest.raises(NotFound):
        commands.check_base(admin, base="other")


def test_a_base_with_documents_is_put_aside_without_its_password(papers: Papers) -> None:
    admin = papers.office.actor("admin")
    papers.read(paper())
    assert commands.remove_base(admin, base="main") == {"base": "main", "kept": True}
    assert (papers.base().active, papers.base().secrets, queries.account("main")) == (False, "", None)
    assert commands.take_base(ROBOT, base="main", lane="changes") is None
    assert papers.card().stage == "waiting"


def test_an_empty_base_is_forgotten(papers: Papers) -> None:
    admin = papers.office.actor("admin")
    assert commands.remove_base(admin, base="main") == {"base": "main", "kept": False}
    with pytest.raises(NotFound):
        commands.remove_base(admin, base="main")
    connect(papers.office)
    assert Base.objects.count() == 1
