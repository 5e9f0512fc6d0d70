"""Where notices come to, at the console."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.channels import queries
from marshrut.channels.models import Address, Delivery
from marshrut.kernel import clock
from tests.support import pigeons as support
from tests.support.office import MovingClock, Office
from tests.support.pigeons import Pigeons

from .program import Program


@pytest.fixture
def company(office: Office) -> Iterator[Office]:
    with support.flying(Pigeons()), clock.running(MovingClock("2026-07-02 10:00")):
        support.connect(office)
        yield office


def email(company: Office, name: str = "boris") -> str:
    return company.people[name].email


def test_a_link_is_made_and_a_second_account_confirmed(marshrut: Program, company: Office) -> None:
    assert "start=" in marshrut.done("notice", "link", "pigeon", "--as", email(company))
    row = support.found(company, "boris")
    Address.objects.update(confirmed=False)
    marshrut.done("notice", "confirm", str(row.pk), "--as", email(company))
    assert Address.objects.get().confirmed


def test_addresses_are_listed_and_unlinked(marshrut: Program, company: Office) -> None:
    row = support.found(company, "boris")
    assert "Голубь" in marshrut.done("notice", "addresses", "--as", email(company))
    of = ("--of", email(company))
    assert marshrut.json("notice", "addresses", *of, "--as", email(company, "admin"))[0]["id"] == row.pk
    marshrut.refused("notice", "addresses", *of, "--as", email(company, "viktor"))
    marshrut.refused("notice", "unlink", str(row.pk), "--as", email(company, "viktor"))
    marshrut.done("notice", "unlink", str(row.pk), "--as", email(company))
    assert Address.objects.get().state == "off"


def test_a_lost_phone(marshrut: Program, company: Office) -> None:
    support.found(company, "boris")
    marshrut.refused("notice", "unlink-all", email(company), "--as", email(company, "viktor"))
    assert "1" in marshrut.done("notice", "unlink-all", email(company))
    assert Address.objects.get().state == "off"


def test_what_goes_where_is_chosen(marshrut: Program, company: Office) -> None:
    me = ("--as", email(company))
    marshrut.done("notice", "choose", "--goes", "news/pigeon=none", "--digest", "08:30",
                  "--quiet-hours", "21:00", "08:00", *me)  # fmt: skip
    assert "08:30" in marshrut.done("notice", "choices", *me)
    assert marshrut.json("notice", "choices", *me)["quiet"]["since"] == "21:00"
    assert "matrix.decisions" in marshrut.refused("notice", "choose", "--goes", "decisions/pigeon=none", *me)
    assert marshrut.run("notice", "choose", "--goes", "news=none", *me).exit_code == 2
    marshrut.done("notice", "choose", "--as-company", *me)
    assert not queries.preference(company.actor("boris")).own_matrix


def test_a_test_message(marshrut: Program, company: Office) -> None:
    me = ("--as", email(company))
    marshrut.refused("notice", "test", "pigeon", *me)
    support.found(company, "boris")
    marshrut.done("notice", "test", "pigeon", *me)
    assert Delivery.objects.get().kind == "test"
