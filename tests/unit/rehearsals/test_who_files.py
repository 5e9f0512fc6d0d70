"""A route is proved for those who may make its cards, and for nobody else."""

from __future__ import annotations

from marshrut.definitions.schema.pack import Grant
from marshrut.org.rules import OrgChart, Seat, Unit
from marshrut.rehearsals.proofs.proving import filing, in_company, unlike
from tests.support.packs import pack
from tests.support.toy import office

ROLES = {"finance_manager": 3, "operations_manager": 4, "chief_accountant": 5, "junior_accountant": 6, "director": 1}
#: Ника has an account and no department: no head would decide for her
NIKA = 9
CHART = OrgChart(
    revision=1,
    people={person: Seat(f"Человек {person}", 1) for person in range(1, 8)} | {NIKA: Seat("Ника", None)},
    departments={1: Unit("Компания", None, 1)},
    roles={role: (person,) for role, person in ROLES.items()},
    company_time=office(),
)


def test_only_those_who_may_create() -> None:
    payments = pack("payments")
    kind = payments.card_types[0]
    some = (Grant.model_validate({"who": "role:director", "may": ["create"], "scope": "all"}),)
    assert filing(CHART, kind, some) == [1]
    assert NIKA in filing(CHART, kind, kind.access)
    assert unlike(CHART, kind, [2, 7]) == [2]  # their cards go alike


def test_nothing_is_wrong_with_a_card_that_cannot_come() -> None:
    payments = pack("payments")
    kind = payments.card_types[0]
    whole = payments.model_copy(update={"card_types": (kind,)})
    some = (Grant.model_validate({"who": "role:director", "may": ["create"], "scope": "all"}),)
    authors = {flaw.names.get("author") for flaw in in_company(whole, CHART, grants={kind.key: some})}
    assert authors <= {None, 1}
