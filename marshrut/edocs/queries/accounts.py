"""For sources: accounts with open secrets."""

from __future__ import annotations

from marshrut.kernel import forms, sealing

from .. import source
from ..models import Base


def account(base: str) -> source.Account | None:
    """None when it is not connected; raises sealing.Unreadable."""
    row = Base.objects.filter(key=base, active=True).first()
    return account_of(row) if row is not None else None


def account_of(row: Base) -> source.Account:
    found = source.source(row.source)
    settings = forms.filled(found.form, row.settings, {}) if found is not None else dict(row.settings)
    return source.Account(row.key, settings, sealing.unseal_named(row.secrets, purpose(row)))


def purpose(row: Base) -> str:
    """What its secrets are sealed for."""
    return f"base.{row.key}"
