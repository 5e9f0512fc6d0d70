"""Carriers are connected, checked and disconnected by administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marshrut.calendars.queries import day_of
from marshrut.kernel import clock, forms, sealing
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.kernel.outside import Step
from marshrut.org import access

from .. import carrier_sentences, events, rights, sentences, tracking
from ..models import Carrier
from ..queries import accounts, asking, silence
from ..tracking import CarrierTrouble, Provider

#: the field of a form that is no setting of the provider
QUOTA: Final = "quota"
_FLAWS: Final[Mapping[str, Any]] = {
    "required": sentences.REQUIRED,
    "url": sentences.NOT_URL,
    "number": sentences.NOT_NUMBER,
    "long": sentences.TOO_LONG,
    "unknown": sentences.NO_SUCH_SETTING,
    "new_place": sentences.NEW_PLACE,
}


class CarrierFields(TypedDict, total=False):
    """What is left out stays as it is. `quota`: requests a day, None: as many as the carrier says.

    Secrets are kept sealed and shown to nobody; an empty one keeps the one that is there.
    """

    active: bool
    quota: int | None
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]


@command(rights.SET_CARRIER)
def set_carrier(
    actor: Actor, *, carrier: str, version: int | None = None, key: str | None = None, **fields: Unpack[CarrierFields]
) -> dict[str, Any]:
    """Connect the carrier, or change how it is reached. Returns {"carrier", "version"}.

    Raises Invalid at the fields of its form (and "quota"), Conflict `stale` when `version` is over (0 means that it is
    not connected yet), Conflict `training_only` for made-up ways where people work.
    """
    access.require(actor, rights.SET_CARRIER)
    provider = _provider(carrier)
    row = _row(carrier)
    active = fields.get("active", row.active)
    if active and actor.via != "demo" and asking.barred(provider):
        raise Conflict(sentences.TRAINING_ONLY, code="training_only")
    if version is not None and version != (row.version if row.pk else 0):
        raise Conflict(sentences.STALE_CARRIER, code="stale")
    settings = forms.filled(provider.form, row.settings, fields.get("settings") or {})
    given = forms.secrets(provider.form, fields.get("secrets") or {})
    quota = fields.get("quota", row.quota)
    flaws = forms.flaws(
        provider.form, settings, given, kept=row.sealed, before=row.settings if row.pk else None,
        sent=[*(fields.get("settings") or {}), *(fields.get("secrets") or {})],
    )  # fmt: skip
    if quota is not None and not 1 <= quota <= forms.LARGEST:
        flaws[QUOTA] = "number"
    if flaws:
        wrong = {name: str(_FLAWS[flaw]) for name, flaw in flaws.items()}
        raise Invalid(sentences.NEED_CORRECTION, code="bad_fields", fields=wrong)
    _change(actor, row, settings, given, quota, active=active)
    return {"carrier": carrier, "version": row.version}


@command(rights.REMOVE_CARRIER)
def remove_carrier(actor: Actor, *, carrier: str, key: str | None = None) -> dict[str, Any]:
    """Forget how the carrier is reached. Shipments stay and are followed by hand. Returns {"carrier"}."""
    access.require(actor, rights.REMOVE_CARRIER)
    row = Carrier.objects.select_for_update().filter(key=carrier).first()
    if row is None:
        raise NotFound(sentences.NO_SUCH_CARRIER)
    row.delete()
    events.write(actor, carrier, events.CARRIER_REMOVED)
    return {"carrier": carrier}


@command(rights.CHECK_CARRIER, own_transaction=True)
def check_carrier(actor: Actor, *, carrier: str, key: str | None = None) -> dict[str, Any]:
    """Try the account, changing nothing there. Returns {"ok", "steps": [{"key", "title", "outcome", …}]}.

    Takes as long as the network does, so no transaction is held meanwhile. A carrier that accepts the account is asked
    again at once; one that wants to be left alone is. The requests of the check count as all others.
    """
    access.require(actor, rights.CHECK_CARRIER)
    provider = _provider(carrier)
    row = Carrier.objects.filter(key=carrier).first()
    if row is None:
        raise NotFound(sentences.NO_SUCH_CARRIER)
    with tracking.counting() as spent:
        try:
            steps = provider.check(accounts.account_of(row))
        except sealing.Unreadable:
            steps = [_bad("sealed")]
        except CarrierTrouble as trouble:
            steps = [_bad(trouble.code, trouble.said)]
    ok = not any(one.outcome == "bad" for one in steps)
    _checked(row.pk, spent.requests, heals=all(one.outcome == "ok" for one in steps))
    told = [
        {"key": one.key, "title": one.title, "outcome": one.outcome, "said": one.said, "advice": one.advice}
        for one in steps
    ]
    return {"ok": ok, "steps": told}


def _checked(carrier: int, requests: int, *, heals: bool) -> None:
    with transaction.atomic():
        row = Carrier.objects.select_for_update().filter(pk=carrier).first()
        if row is None:
            return
        now = clock.now()
        row.quota_day, row.quota_used = day_of(now), silence.used_today(row, now) + requests
        if heals:
            row.failures, row.closed_until, row.last_error, row.error_words = 0, None, "", ""
        row.save()


def _provider(carrier: str) -> Provider:
    found = tracking.provider(carrier)
    if found is None:
        raise NotFound(sentences.NO_SUCH_CARRIER)
    return found


def _row(carrier: str) -> Carrier:
    """Locked; a new one when it was never connected."""
    return Carrier.objects.select_for_update().filter(key=carrier).first() or Carrier(key=carrier, version=0)


def _change(
    actor: Actor, row: Carrier, settings: dict[str, Any], given: Mapping[str, str], quota: int | None, *, active: bool
) -> None:
    changed = [name for name in settings if settings[name] != row.settings.get(name)]
    changed += [name for name, was, now in (("active", row.active, active), (QUOTA, row.quota, quota)) if was != now]
    if row.pk and not changed and not given:
        return
    if given:
        _seal(row, given)
    row.settings, row.quota, row.active = settings, quota, active
    row.failures, row.closed_until, row.last_error, row.error_words = 0, None, "", ""
    row.version += 1
    if not row.pk:
        row.added_at = clock.now()
    _save(row)
    events.write(actor, row.key, events.CARRIER_SET, changed=[*changed, *given])


def _save(row: Carrier) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else connected it this very moment
        raise Conflict(sentences.STALE_CARRIER, code="stale") from None


def _seal(row: Carrier, given: Mapping[str, str]) -> None:
    try:
        row.secrets, row.sealed = sealing.seal_more(row.secrets, given, accounts.purpose(row))
    except ValueError:
        wrong = dict.fromkeys(given, sentences.TOO_LONG)
        raise Invalid(sentences.NEED_CORRECTION, code="bad_fields", fields=wrong) from None


def _bad(code: str, said: str = "") -> Step:
    words = f"{carrier_sentences.happened(code)} {said}".strip()
    return Step("account", _("Account"), "bad", words, carrier_sentences.advice(code))
