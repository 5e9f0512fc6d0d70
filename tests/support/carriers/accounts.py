"""Accounts that the fake carriers know, and what happens to shipments there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from marshrut.integrations.carriers.cdek import Cdek
from marshrut.integrations.carriers.dellin import Dellin
from marshrut.integrations.carriers.russian_post import RussianPost
from marshrut.shipments.tracking import Account, CarrierTrouble, FetchResult, Provider

from . import cdek, dellin, russian_post
from .driving import Driven

PROVIDERS: Mapping[str, Provider] = {one.code: one for one in (Cdek(), Dellin(), RussianPost())}
POST = "80087700000000"
CDEK = "1010101010"
DELLIN = "16-00011096893"
NUMBERS = {"russian_post": POST, "cdek": CDEK, "dellin": DELLIN}


def given(carrier: Driven) -> tuple[dict[str, Any], dict[str, str]]:
    """(settings, secrets) as an administrator types them."""
    if carrier.name == "cdek":
        return {"account": cdek.ACCOUNT, "address": carrier.base}, {"password": cdek.SECRET}
    if carrier.name == "dellin":
        return {"address": carrier.base}, {"key": dellin.KEY}
    settings = {"login": russian_post.LOGIN, "address": f"{carrier.base}/rtm34"}
    return settings, {"password": russian_post.PASSWORD}


def account(carrier: Driven, **secrets: str) -> Account:
    settings, right = given(carrier)
    return Account(carrier.name, settings, {**right, **secrets})


def operation(
    kind: int, attribute: int | None, at: str, name: str = "Операция", place: str = "Москва"
) -> dict[str, Any]:
    """Of Почта России; `at` with its zone."""
    told: dict[str, Any] = {"type": kind, "type_name": name, "at": at, "index": "101000", "place": place}
    if attribute is not None:
        told |= {"attr": attribute, "attr_name": f"атрибут {attribute}"}
    return told


def status(code: str, at: str, city: str = "Москва", *, deleted: bool = False) -> dict[str, Any]:
    """Of СДЭК."""
    return {"code": code, "name": f"Имя {code}", "date_time": at, "city": city, "deleted": deleted}


def state(code: str, at: str) -> dict[str, Any]:
    """Of Деловые Линии."""
    return {"state": code, "stateName": f"Имя {code}", "stateDate": at}


def known(name: str, kind: str = "moving") -> Any:
    """What the carrier `name` knows of a shipment that is moving, arrived or delivered."""
    posts = {"moving": (8, 4), "arrived": (8, 2), "delivered": (2, 1)}
    cdeks = {"moving": "SENT_TO_RECIPIENT_CITY", "arrived": "ACCEPTED_AT_PICK_UP_POINT", "delivered": "DELIVERED"}
    dellins = {"moving": "inway", "arrived": "arrived", "delivered": "finished"}
    if name == "russian_post":
        began = operation(1, 1, "2026-07-01T10:00:00.000+03:00", "Приём")
        return [began, operation(*posts[kind], "2026-07-02T09:00:00.000+03:00")]
    if name == "cdek":
        began = status("RECEIVED_AT_SHIPMENT_WAREHOUSE", "2026-07-01T07:00:00+0000")
        return {"statuses": [began, status(cdeks[kind], "2026-07-02T06:00:00+0000")]}
    return [state("received", "2026-07-01T10:00:00.000+03:00"), state(dellins[kind], "2026-07-02T09:00:00.000+03:00")]


def fetch(carrier: Driven, *numbers: str, **secrets: str) -> FetchResult:
    return PROVIDERS[carrier.name].fetch(numbers, account(carrier, **secrets))


def trouble(carrier: Driven, *numbers: str, **secrets: str) -> CarrierTrouble:
    with pytest.raises(CarrierTrouble) as found:
        fetch(carrier, *(numbers or (NUMBERS[carrier.name],)), **secrets)
    return found.value
