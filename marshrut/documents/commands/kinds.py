"""Kinds of papers as administrators shape them. What installed processes name cannot be taken away (D38)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound, Refused
from marshrut.org import access
from marshrut.org import queries as org

from .. import events, naming, rights
from ..models import Document, Family, Filing, Folder, Kind, KindStatus, NumberRule
from ..rules.kinds import COLOR, KEY, READABLE, WHO, contrast, new_key
from ..rules.numbers import Scheme
from ..sentences import (
    FAMILY_WRONG,
    FILING_WRONG,
    KIND_KEY,
    KIND_NAMED,
    KIND_TAKEN,
    NAME_EMPTY,
    NO_SUCH_FOLDER,
    NO_SUCH_KIND,
    NOBODY_READS,
    NOTHING_SAVED,
    STALE,
    STATUS_COLOR,
    STATUS_INITIAL,
    STATUS_KEY,
    STATUS_NAMED,
    STATUS_NONE,
    STATUS_TITLE,
    STATUS_TWICE,
    STATUS_USED,
    WHO_WRONG,
)
from . import numbers, steps

TITLE, CODE = 120, 10
KEEP: Any = ...


@command(rights.ADD_KIND)
def add_kind(
    actor: Actor,
    *,
    kind: str,
    title: str,
    title_en: str = "",
    family: str = Family.OTHER.value,
    folder: int | None = None,
    filing: str = Filing.FLAT.value,
    code: str = "",
    gapless: bool = True,
    readers: Sequence[str] = ("everyone",),
    adders: Sequence[str] = ("everyone",),
    keepers: Sequence[str] = (),
    key: str | None = None,
) -> dict[str, Any]:
    """A new kind with one status; `kind` is its key, no `folder`: one of its title. Returns {"id", "kind"}."""
    access.require(actor, rights.ADD_KIND)
    steps.lock("documents.kinds", "edit")
    if not KEY.fullmatch(kind):
        raise Invalid(KIND_KEY, fields={"kind": KIND_KEY})
    if Kind.objects.filter(key=kind).exists():
        raise Conflict(KIND_TAKEN, code="kind_taken", fields={"kind": KIND_TAKEN})
    named = steps.line("title", title, TITLE, NAME_EMPTY)
    row = Kind(
        key=kind,
        title=named,
        title_en=steps.line("title_en", title_en, TITLE),
        code=steps.line("code", code, CODE),
        gapless=gapless,
        position=Kind.objects.count(),
    )
    _classify(row, family, filing)
    _open(row, readers, adders, keepers)
    row.folder = _folder(folder) if folder is not None else _own_folder(named)
    row.save()
    KindStatus.objects.create(kind=row, key="draft", title="Черновик", title_en="Draft", color="#5b6472", initial=True)
    events.write_settings(actor, events.KIND_ADDED, **{**_columns(row), "kind": kind})
    return {"id": row.pk, "kind": kind}


@command(rights.EDIT_KIND)
def edit_kind(
    actor: Actor,
    *,
    kind: str,
    title: str = KEEP,
    title_en: str = KEEP,
    family: str = KEEP,
    folder: int = KEEP,
    filing: str = KEEP,
    code: str = KEEP,
    gapless: bool = KEEP,
    readers: Sequence[str] = KEEP,
    adders: Sequence[str] = KEEP,
    keepers: Sequence[str] = KEEP,
    version: int | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """Change what is given. Papers that are there stay in their folders. Returns {"kind", "version"}.

    The history keeps what was and what became, for good: whoever lets himself read papers leaves a trace.
    """
    access.require(actor, rights.EDIT_KIND)
    if code is not KEEP:
        numbers.hold()
    row = locked(kind, version)
    before = _columns(row)
    row.title = row.title if title is KEEP else steps.line("title", title, TITLE, NAME_EMPTY)
    row.title_en = row.title_en if title_en is KEEP else steps.line("title_en", title_en, TITLE)
    _classify(row, row.family if family is KEEP else family, row.filing if filing is KEEP else filing)
    row.folder = row.folder if folder is KEEP else _folder(folder)
    row.gapless = row.gapless if gapless is KEEP else gapless
    given = (row.readers, row.adders, row.keepers)
    asked = (one if one is not KEEP else before for one, before in zip((readers, adders, keepers), given, strict=True))
    _open(row, *asked)
    if code is not KEEP and (letters := steps.line("code", code, CODE)) != row.code:
        row.code = letters
        _recode(row)
    after = _columns(row)
    if changed := {name: [before[name], after[name]] for name in before if before[name] != after[name]}:
        _saved(row)
        events.write_settings(actor, events.KIND_EDITED, kind=kind, version=row.version, changed=changed)
    return {"kind": kind, "version": row.version}


@command(rights.ARCHIVE_KIND)
def archive_kind(actor: Actor, *, kind: str, archived: bool = True, key: str | None = None) -> dict[str, Any]:
    """No papers are added to an archived kind; those that are there stay. `archived` False brings it back."""
    access.require(actor, rights.ARCHIVE_KIND)
    numbers.hold()
    row = locked(kind)
    if archived and (used := naming.uses().get(kind)):
        raise Refused(KIND_NAMED % {"process": used[0].process, "kind": row.title}, code="named_by_process")
    if not archived:
        numbers.refuse_clash(row)
    if row.archived != archived:
        row.archived = archived
        _saved(row)
        events.write_settings(actor, events.KIND_ARCHIVED, kind=kind, archived=archived)
    return {"kind": kind, "archived": row.archived}


@command(rights.STATUSES)
def set_statuses(
    actor: Actor, *, kind: str, statuses: Sequence[dict[str, Any]], version: int | None = None, key: str | None = None
) -> dict[str, Any]:
    """The whole set of a kind in order (S1.5): [{"key", "title", "title_en", "color", "initial", "final"}, …].

    A row without a key is a new status. One left out is removed, unless papers have it or a process sets it.
    """
    access.require(actor, rights.STATUSES)
    row = locked(kind, version)
    there = {one.key: one for one in row.statuses.all()}
    wanted = _checked(statuses, there)
    changed = _restated(there, wanted)
    _refuse_removal(row, [one for one in there if one not in {new["key"] for new in wanted}], there)
    row.statuses.exclude(key__in=[one["key"] for one in wanted]).delete()
    row.statuses.update(initial=False)
    for position, one in enumerate(wanted):
        KindStatus.objects.update_or_create(
            kind=row, key=one["key"], defaults={**{name: one[name] for name in _PARTS}, "position": position}
        )
    _saved(row)
    keys = [one["key"] for one in wanted]
    events.write_settings(actor, events.STATUSES_SET, kind=kind, was=list(there), statuses=keys, changed=changed)
    return {"kind": kind, "version": row.version, "statuses": keys}


_COLUMNS = ("title", "title_en", "family", "filing", "code", "gapless", "readers", "adders", "keepers")
_PARTS = ("title", "title_en", "color", "initial", "final")


def _columns(row: Kind) -> dict[str, Any]:
    """What of a kind people shape, as the history keeps it."""
    found = {name: getattr(row, name) for name in _COLUMNS} | {"folder": row.folder_id}
    return {name: list(one) if isinstance(one, list) else one for name, one in found.items()}


def _restated(there: dict[str, KindStatus], wanted: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """Key -> [before, after] of what changes: only the parts that differ, None for a status that was not or is gone."""
    made = {one["key"]: {name: one[name] for name in _PARTS} for one in wanted}
    had = {key: {name: getattr(one, name) for name in _PARTS} for key, one in there.items()}
    found: dict[str, list[Any]] = {}
    for key in {**had, **made}:
        old, new = had.get(key), made.get(key)
        if old is None or new is None:
            found[key] = [old, new]
        elif differ := [name for name in _PARTS if old[name] != new[name]]:
            found[key] = [{name: side[name] for name in differ} for side in (old, new)]
    return found


def locked(kind: str, version: int | None = None) -> Kind:
    row = Kind.objects.select_for_update().filter(key=kind).first()
    if row is None:
        raise NotFound(NO_SUCH_KIND)
    if version is not None and version != row.version:
        raise Conflict(STALE, code="stale")
    return row


def _saved(row: Kind) -> None:
    row.version += 1
    row.save()


def _classify(row: Kind, family: str, filing: str) -> None:
    if family not in Family.values:
        raise Invalid(FAMILY_WRONG, fields={"family": FAMILY_WRONG})
    if filing not in Filing.values:
        raise Invalid(FILING_WRONG, fields={"filing": FILING_WRONG})
    row.family, row.filing = family, filing


def _open(row: Kind, readers: Iterable[str], adders: Iterable[str], keepers: Iterable[str]) -> None:
    row.readers, row.adders = _who("readers", readers, row.readers), _who("adders", adders, row.adders)
    row.keepers = _who("keepers", keepers, row.keepers)
    if not row.readers:
        raise Invalid(NOBODY_READS, fields={"readers": NOBODY_READS})


def _who(field: str, words: Iterable[str], kept: Sequence[str]) -> list[str]:
    """People, departments and roles of today; what was there before may stay."""
    found = list(dict.fromkeys(words))
    for word in found:
        if word not in kept and not _known(word):
            said = WHO_WRONG % {"who": word}
            raise Invalid(said, fields={field: said})
    return found


def _known(word: str) -> bool:
    chart, (what, _colon, value) = org.chart(), word.partition(":")
    if not WHO.fullmatch(word):
        return False
    if what == "role":
        return value in chart.roles
    if what == "person":
        return chart.active(int(value))
    return what == "everyone" or int(value) in chart.departments


def _folder(folder: int) -> Folder:
    """Under its lock: it is not removed before the kind goes there."""
    row = Folder.objects.select_for_update().filter(pk=folder).first()
    if row is None:
        raise NotFound(NO_SUCH_FOLDER, fields={"folder": NO_SUCH_FOLDER})
    return row


def _own_folder(name: str) -> Folder:
    row, _made = Folder.objects.get_or_create(parent=None, name=name)
    return row


def _recode(row: Kind) -> None:
    """Other letters change what {kind} prints: rules with it are looked at again."""
    for rule in NumberRule.objects.filter(kind=row, template__contains="{kind}"):
        scheme = Scheme(rule.template, rule.case_index, rule.unit_index, row.code)
        numbers.check(row, rule.organisation, rule.since_year, scheme, field="code")


def _checked(statuses: Sequence[dict[str, Any]], there: dict[str, KindStatus]) -> list[dict[str, Any]]:
    problems: dict[str, Any] = {}
    made: list[dict[str, Any]] = []
    taken = {str(one.get("key") or "") for one in statuses} | set(there)
    for at, one in enumerate(statuses):
        status = _status(one, taken)
        taken.add(status["key"])
        made.append(status)
        if said := _status_flaw(status):
            problems[f"statuses.{at}"] = said
    titles = Counter(one["title"].casefold() for one in made)
    keys = Counter(one["key"] for one in made)
    for at, one in enumerate(made):
        if titles[one["title"].casefold()] > 1 or keys[one["key"]] > 1:
            problems.setdefault(f"statuses.{at}", STATUS_TWICE % {"title": one["title"]})
    if not made:
        problems["statuses"] = STATUS_NONE
    elif sum(one["initial"] for one in made) != 1:
        problems.setdefault("statuses", STATUS_INITIAL)
    if problems:
        raise Invalid(NOTHING_SAVED, fields=problems)
    return made


def _status(one: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    return {
        "key": str(one.get("key") or "") or new_key(taken),
        "title": steps.line("statuses", str(one.get("title", "")), 80),
        "title_en": steps.line("statuses", str(one.get("title_en", "")), 80),
        "color": str(one.get("color", "")).lower(),
        "initial": bool(one.get("initial")),
        "final": bool(one.get("final")),
    }


def _status_flaw(status: dict[str, Any]) -> Any:
    if not KEY.fullmatch(status["key"]):
        return STATUS_KEY % {"key": status["key"]}
    if not status["title"]:
        return STATUS_TITLE
    color = status["color"]
    if not COLOR.fullmatch(color) or contrast(color) < READABLE:
        return STATUS_COLOR % {"title": status["title"]}
    return None


def _refuse_removal(row: Kind, gone: list[str], there: dict[str, KindStatus]) -> None:
    used = naming.uses().get(row.key, [])
    for key in gone:
        title = there[key].title
        for use in used:
            if key in use.statuses:
                raise Refused(STATUS_NAMED % {"process": use.process, "title": title}, code="named_by_process")
        # removed papers keep their status, too: their history names it
        if count := Document.objects.filter(status=there[key]).count():
            raise Refused(STATUS_USED % {"count": count, "title": title}, code="status_used")
