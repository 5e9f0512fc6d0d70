"""For programs that talk to carriers: accounts with open secrets."""

from __future__ import annotations

from marshrut.kernel import forms, sealing

from .. import tracking
from ..models import Carrier
from . import asking


def pollable() -> list[str]:
    """Codes of carriers that are asked, in the order they were connected."""
    return list(asking.connected())


def account(carrier: str) -> tracking.Account | None:
    """None when it is not connected; raises sealing.Unreadable."""
    row = Carrier.objects.filter(key=carrier, active=True).first()
    return account_of(row) if row is not None else None


def account_of(row: Carrier) -> tracking.Account:
    provider = tracking.provider(row.key)
    settings = forms.filled(provider.form, row.settings, {}) if provider is not None else row.settings
    return tracking.Account(row.key, settings, sealing.unseal_named(row.secrets, purpose(row)))


def purpose(row: Carrier) -> str:
    """What its secrets are sealed for."""
    return f"carrier.{row.key}"
