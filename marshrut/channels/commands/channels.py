"""Channels are connected, checked and switched by administrators."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marshrut.kernel import clock, forms, sealing
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.kernel.outside import Step
from marshrut.org import access

from .. import events, rights, sentences, wire
from ..models import Channel
from ..queries.channels import account_of, purpose
from ..wire import Wire, WireTrouble

#: the field of a form that is no setting of the wire
LIMIT = "limit_sum"
LARGEST = Decimal(10) ** 13


class ChannelFields(TypedDict, total=False):
    """What is left out stays as it is. `limit_sum`: roubles, None: no limit; `short`: no names, sums and files.

    Secrets are kept sealed and shown to nobody; an empty one keeps the one that is there.
    """

    active: bool
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    limit_sum: Decimal | None
    short: bool


@command(rights.SET)
def set_channel(
    actor: Actor, *, channel: str, version: int | None = None, key: str | None = None, **fields: Unpack[ChannelFields]
) -> dict[str, Any]:
    """Connect the channel, or change how it is reached. Returns {"channel", "version"}.

    Raises Invalid at the fields of its form (and "limit_sum"), Conflict `stale` when `version` is over (0 means that it
    is not connected yet).
    """
    access.require(actor, rights.SET)
    there, row = _wire(channel), _row(channel)
    if version is not None and version != (row.version if row.pk else 0):
        raise Conflict(sentences.STALE_CHANNEL, code="stale")
    settings = forms.filled(there.form, row.settings, fields.get("settings") or {})
    given = {**_made(there, row), **forms.secrets(there.form, fields.get("secrets") or {})}
    flaws = forms.flaws(
        there.form, settings, given, kept=row.sealed, before=row.settings if row.pk else None,
        sent=[*(fields.get("settings") or {}), *(fields.get("secrets") or {})],
    )  # fmt: skip
    limit = fields.get("limit_sum", row.limit_sum)
    if limit is not None and not 0 <= limit < LARGEST:
        flaws[LIMIT] = "number"
    if flaws:
        wrong = {name: str(sentences.FLAWS[flaw]) for name, flaw in flaws.items()}
        raise Invalid(sentences.NEED_CORRECTION, code="bad_fields", fields=wrong)
    wanted = {
        "active": fields.get("active", row.active), "limit_sum": limit, "short": fields.get("short", row.short),
        "settings": settings,
    }  # fmt: skip
    _change(actor, row, wanted, given)
    return {"channel": channel, "version": row.version}


@command(rights.SWITCH)
def switch_channel(
    actor: Actor, *, channel: str, on: bool, version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """What waits for a channel that goes off goes the next way. Returns {"channel", "version"}."""
    access.require(actor, rights.SWITCH)
    row = Channel.objects.select_for_update().filter(code=channel).first()
    if row is None:
        raise NotFound(sentences.NOT_CONNECTED if wire.wire(channel) else sentences.NO_SUCH_CHANNEL)
    if on and wire.wire(channel) is None:
        raise Conflict(sentences.NOT_INSTALLED, code="not_installed")
    if version is not None and version != row.version:
        raise Conflict(sentences.STALE_CHANNEL, code="stale")
    if row.active != on:
        row.active, row.version = on, row.version + 1
        _heal(row)
        row.save()
        events.write(actor, events.channel(channel), events.SWITCHED_ON if on else events.SWITCHED_OFF)
    return {"channel": channel, "version": row.version}


@command(rights.CHECK, own_transaction=True)
def check_channel(actor: Actor, *, channel: str, key: str | None = None) -> dict[str, Any]:
    """Try the account, telling nobody anything. Returns {"ok", "steps": [{"key", "title", "outcome", …}]}.

    Takes as long as the network does, so no transaction is held meanwhile. A channel that was shut and answers now is
    used again at once.
    """
    access.require(actor, rights.CHECK)
    there, row = _wire(channel), Channel.objects.filter(code=channel).first()
    if row is None:
        raise NotFound(sentences.NOT_CONNECTED)
    try:
        steps = there.check(account_of(row))
    except sealing.Unreadable:
        steps = [_bad("sealed")]
    except WireTrouble as trouble:
        steps = [_bad(trouble.code, trouble.said)]
    ok = not any(one.outcome == "bad" for one in steps)
    if ok:
        _healed(row.pk)
    told = [
        {"key": one.key, "title": str(one.title), "outcome": one.outcome, "said": one.said, "advice": one.advice}
        for one in steps
    ]
    return {"ok": ok, "steps": told}


def _wire(channel: str) -> Wire:
    found = wire.wire(channel)
    if found is None:
        raise NotFound(sentences.NO_SUCH_CHANNEL)
    return found


def _row(channel: str) -> Channel:
    """Locked; a new one when it was never connected."""
    return Channel.objects.select_for_update().filter(code=channel).first() or Channel(code=channel, version=0)


def _made(there: Wire, row: Channel) -> Mapping[str, str]:
    """Secrets nobody types: made once, and anew when they cannot be read any more."""
    if not isinstance(there, wire.InBrowsers):
        return {}
    try:
        return {} if account_of(row).secrets else there.made()
    except sealing.Unreadable:
        return there.made()


def _change(actor: Actor, row: Channel, wanted: Mapping[str, Any], given: Mapping[str, str]) -> None:
    settings = wanted["settings"]
    changed = [name for name in settings if settings[name] != row.settings.get(name)]
    changed += [name for name, value in wanted.items() if name != "settings" and value != getattr(row, name)]
    if row.pk and not changed and not given:
        return
    if given:
        _seal(row, given)
    for name, value in wanted.items():
        setattr(row, name, value)
    _heal(row)
    # it may be another account now: whoever is to call us is asked anew, and the news begin anew
    row.listening_at, row.version = None, row.version + 1
    if given and row.pk:  # what an asker on its way brings is of the former account, and so is its marker
        row.marker, row.poll_epoch, row.poll_until = "", row.poll_epoch + 1, None
    if not row.pk:
        row.added_at = clock.now()
    _save(row)
    events.write(actor, events.channel(row.code), events.SET, changed=[*changed, *given])


def _save(row: Channel) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else connected it this very moment
        raise Conflict(sentences.STALE_CHANNEL, code="stale") from None


def _seal(row: Channel, given: Mapping[str, str]) -> None:
    try:
        row.secrets, row.sealed = sealing.seal_more(row.secrets, given, purpose(row))
    except ValueError:
        wrong = dict.fromkeys(given, str(sentences.TOO_LONG))
        raise Invalid(sentences.NEED_CORRECTION, code="bad_fields", fields=wrong) from None


def _heal(row: Channel) -> None:
    row.failures, row.closed_until, row.last_error, row.error_words = 0, None, "", ""


def _healed(channel: int) -> None:
    with transaction.atomic():
        row = Channel.objects.select_for_update().filter(pk=channel).first()
        if row is not None:
            _heal(row)
            row.save(update_fields=["failures", "closed_until", "last_error", "error_words"])


def _bad(code: str, said: str = "") -> Step:
    return Step("account", _("Sign-in"), "bad", f"{sentences.happened(code)} {said}".strip(), sentences.advice(code))
