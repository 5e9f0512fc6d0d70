"""Bases are connected, checked and disconnected by administrators."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import pgettext

from marshrut.kernel import clock, forms, sealing
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.kernel.outside import Step
from marshrut.org import access
from marshrut.org import queries as org

from .. import events, rights, sentences, source
from ..models import Base, EDoc
from ..queries import accounts
from ..rules import overdue
from ..source import Source, SourceTrouble
from . import timing

_KEY: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
LONGEST_TITLE: Final = 200
_FLAWS: Final[Mapping[str, Any]] = {
    "required": sentences.REQUIRED,
    "url": sentences.NOT_URL,
    "number": sentences.NOT_NUMBER,
    "long": sentences.TOO_LONG,
    "unknown": sentences.NO_SUCH_SETTING,
    "new_place": sentences.NEW_PLACE,
}


class BaseFields(TypedDict, total=False):
    """What is left out stays as it is. Secrets are kept sealed; an empty one keeps the one that is there.

    `every`, `silent_after`: minutes. `overdue`: {kind: {"warn": working days, "critical": working days}}.
    """

    title: str
    source: str
    active: bool
    owner: int | None
    every: int
    silent_after: int
    overdue: Mapping[str, Mapping[str, int]]
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]


@command(rights.SET_BASE)
def set_base(
    actor: Actor, *, base: str, version: int | None = None, key: str | None = None, **fields: Unpack[BaseFields]
) -> dict[str, Any]:
    """Connect the base of this key, or change how it is reached. Returns {"base", "version"}.

    Raises Invalid at the fields of its form (and "base", "title", "source", "owner", "every", "silent_after",
    "overdue.<kind>"), Conflict `stale` when `version` is over (0: it is not connected yet).
    """
    access.require(actor, rights.SET_BASE)
    row = Base.objects.select_for_update().filter(key=base).first() or Base(
        key=base, version=0, owner_id=actor.person_id
    )
    if version is not None and version != row.version:
        raise Conflict(sentences.STALE_BASE, code="stale")
    row.source = row.source if row.pk else str(fields.get("source") or row.source)
    found = source.source(row.source)
    settings = forms.filled(found.form, row.settings, fields.get("settings") or {}) if found else dict(row.settings)
    given = forms.secrets(found.form, fields.get("secrets") or {}) if found else {}
    flaws = _own_flaws(row, fields, found) | (_form_flaws(found, row, settings, given, fields) if found else {})
    if flaws:
        raise Invalid(sentences.NEED_CORRECTION, code="bad_fields", fields={at: str(why) for at, why in flaws.items()})
    _change(actor, row, settings, given, fields)
    return {"base": base, "version": row.version}


@command(rights.REMOVE_BASE)
def remove_base(actor: Actor, *, base: str, key: str | None = None) -> dict[str, Any]:
    """Forget how the base is reached. With documents it stays, put aside and without its secrets.

    Returns {"base", "kept"}.
    """
    access.require(actor, rights.REMOVE_BASE)
    row = Base.objects.select_for_update().filter(key=base).first()
    if row is None:
        raise NotFound(sentences.NO_SUCH_BASE)
    kept = EDoc.objects.filter(base=row).exists()
    if kept:
        row.active, row.secrets, row.sealed, row.lease = False, "", [], ""
        row.version += 1
        row.save()
    else:
        row.delete()
    events.write(actor, base, events.BASE_REMOVED)
    return {"base": base, "kept": kept}


@command(rights.CHECK_BASE, own_transaction=True)
def check_base(actor: Actor, *, base: str, key: str | None = None) -> dict[str, Any]:
    """Try the account, changing nothing there. Returns {"ok", "steps": [{"key", "title", "outcome", …}]}."""
    access.require(actor, rights.CHECK_BASE)
    row = Base.objects.filter(key=base).first()
    found = source.source(row.source) if row is not None else None
    if row is None or found is None:
        raise NotFound(sentences.NO_SUCH_BASE)
    try:
        steps = list(found.check(accounts.account_of(row)))
    except sealing.Unreadable:
        steps = [_bad("sealed")]
    except SourceTrouble as trouble:
        steps = [_bad(trouble.code, trouble.said)]
    ok = not any(one.outcome == "bad" for one in steps)
    if ok:
        _heal(row.pk)
    told = [
        {"key": one.key, "title": str(one.title), "outcome": one.outcome, "said": str(one.said),
         "advice": str(one.advice)}
        for one in steps
    ]  # fmt: skip
    return {"ok": ok, "steps": told}


def _own_flaws(row: Base, fields: BaseFields, found: Source | None) -> dict[str, Any]:
    """What cannot be right of what every base has."""
    owner, title = fields.get("owner", row.owner_id), fields.get("title", row.title)
    every, silent = fields.get("every", row.every), fields.get("silent_after", row.silent_after)
    flaws = {
        "base": None if _KEY.fullmatch(row.key) else sentences.BAD_KEY,
        "source": None if found is not None else sentences.NO_SUCH_SOURCE,
        "title": None if title.strip() else sentences.REQUIRED,
        "owner": None if owner is not None and org.chart().active(owner) else sentences.NO_SUCH_PERSON,
        "every": None if 1 <= every <= 1440 else sentences.BAD_EVERY,
        "silent_after": None if 5 <= silent <= 10_080 else sentences.BAD_SILENCE,
    }
    if len(title) > LONGEST_TITLE:
        flaws["title"] = sentences.TOO_LONG
    for kind, said in (fields.get("overdue") or {}).items():
        known = kind in sentences.KINDS or kind == ""
        flaws[f"overdue.{kind}"] = sentences.BAD_DAYS if not known or overdue.flaw(said) else None
    return {at: why for at, why in flaws.items() if why is not None}


def _form_flaws(
    found: Source, row: Base, settings: Mapping[str, Any], given: Mapping[str, str], fields: BaseFields
) -> dict[str, Any]:
    flaws = forms.flaws(
        found.form, settings, given, kept=row.sealed, before=row.settings if row.pk else None,
        sent=[*(fields.get("settings") or {}), *(fields.get("secrets") or {})],
    )  # fmt: skip
    said: dict[str, Any] = {at: _FLAWS[flaw] for at, flaw in flaws.items()}
    return said | dict(found.flaws(settings))


def _change(actor: Actor, row: Base, settings: dict[str, Any], given: Mapping[str, str], fields: BaseFields) -> None:
    before = {name: getattr(row, name) for name in ("title", "active", "owner_id", "every", "silent_after", "overdue")}
    after = before | {name: fields[name] for name in before if name in fields}  # type: ignore[literal-required]
    after["owner_id"] = fields.get("owner", row.owner_id)
    after["title"] = " ".join(after["title"].split())
    after["overdue"] = {kind: dict(said) for kind, said in after["overdue"].items()}
    changed = [name for name in after if after[name] != before[name]]
    changed += [name for name in settings if settings[name] != row.settings.get(name)]
    if row.pk and not changed and not given:
        return
    if given:
        _seal(row, given)
    for name, value in after.items():
        setattr(row, name, value)
    row.settings, row.version = settings, row.version + 1
    row.failures, row.closed_until, row.last_error, row.error_words = 0, None, "", ""
    if not row.pk:
        row.added_at = clock.now()
    _save(row)
    if before["overdue"] != row.overdue:
        timing.rewind(row, clock.now())
    events.write(actor, row.key, events.BASE_SET, changed=[*changed, *given])


def _save(row: Base) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else connected it this very moment
        raise Conflict(sentences.STALE_BASE, code="stale") from None


def _seal(row: Base, given: Mapping[str, str]) -> None:
    try:
        row.secrets, row.sealed = sealing.seal_more(row.secrets, given, accounts.purpose(row))
    except ValueError:
        wrong = dict.fromkeys(given, sentences.TOO_LONG)
        raise Invalid(sentences.NEED_CORRECTION, code="bad_fields", fields=wrong) from None


def _heal(base: int) -> None:
    with transaction.atomic():
        row = Base.objects.select_for_update().filter(pk=base).first()
        if row is not None:
            if row.last_error == "profile_changed":  # somebody has looked: it is learned anew
                row.profile = {}
            row.failures, row.closed_until, row.last_error, row.error_words = 0, None, "", ""
            row.save(update_fields=["failures", "closed_until", "last_error", "error_words", "profile"])


def _bad(code: str, said: str = "") -> Step:
    words = f"{sentences.happened(code)} {said}".strip()
    return Step("account", pgettext("base", "Account"), "bad", words, sentences.advice(code))
