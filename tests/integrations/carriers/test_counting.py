"""Requests are counted as they were sent; «Проверить» counts as well and ends no rest a carrier asked for."""

from __future__ import annotations

import pytest

from marshrut.shipments import commands, tracking
from tests.support.carriers.accounts import CDEK, known
from tests.support.carriers.shipping import Shipping

ALL = ("russian_post", "cdek", "dellin")


def used(shipping: Shipping, name: str) -> int:
    return shipping.carrier(name).quota_used


@pytest.mark.parametrize("name", ALL)
def test_the_check_counts(shipping: Shipping, name: str) -> None:
    commands.check_carrier(shipping.parcels.office.actor("admin"), carrier=name)
    assert used(shipping, name) == len(shipping.carriers[name].calls()) > 0


def test_a_token_counts(shipping: Shipping) -> None:
    shipping.carriers["cdek"].knows(CDEK, known("cdek"))
    shipping.ship("cdek")
    shipping.pass_time(1)
    assert used(shipping, "cdek") == len(shipping.carriers["cdek"].calls()) == 2


def test_second_tries_count(shipping: Shipping) -> None:
    shipping.carriers["dellin"].mood("page")
    for at in range(3):
        shipping.ship("dellin", f"16-0001109689{at}")
    shipping.pass_time(0.5)
    assert used(shipping, "dellin") == len(shipping.carriers["dellin"].calls()) == 3


def test_whoever_wants_to_be_left_alone_is_after_a_check(shipping: Shipping) -> None:
    shipping.carriers["cdek"].mood("busy")
    shipping.ship("cdek")
    shipping.pass_time(0.5)
    until = shipping.carrier("cdek").closed_until
    assert until is not None
    told = commands.check_carrier(shipping.parcels.office.actor("admin"), carrier="cdek")
    assert [one["outcome"] for one in told["steps"]][-1] == "warn"
    assert shipping.carrier("cdek").closed_until == until
    shipping.carriers["cdek"].mood("")
    commands.check_carrier(shipping.parcels.office.actor("admin"), carrier="cdek")
    assert shipping.carrier("cdek").closed_until is None


def test_counting_is_of_one_visit() -> None:
    tracking.spend()
    with tracking.counting() as spent:
        tracking.spend()
    tracking.spend()
    assert spent.requests == 1
