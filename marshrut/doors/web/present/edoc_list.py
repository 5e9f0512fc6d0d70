"""The register of e-documents and its filters. Their state lives in the address, so that reports lead to rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.cards.queries.wording import POINTING as POINTED
from marshrut.crm import queries as crm
from marshrut.definitions.schema.edocs import ACTORS, DIRECTIONS, KINDS, STATUSES
from marshrut.doors.web import formats
from marshrut.doors.web.screens.edocs import EDocsScreen, RefreshBar
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.listing import Filters
from marshrut.doors.web.screens.parts import Empty, Link, Tab
from marshrut.edocs import sentences
from marshrut.edocs.queries import TABS, Filter, Register
from marshrut.edocs.queries import Tab as Wanted
from marshrut.edocs.queries.fresh import Fresh

from . import edoc_parts, edoc_rows
from .edoc_places import PATH, QUEUE
from .lists import address
from .viewer import Viewer

#: what the address may say; reports lead here with them
KEYS: Final = (
    "tab", "q", "kind", "direction", "company", "deal", "manager", "since", "till", "base", "status", "actor", "level",
    "department", "signed_since", "signed_till",
)  # fmt: skip
#: not asked for in the sheet, kept as it is
KEPT: Final = ("tab", "direction", "status", "actor", "level", "department", "signed_since", "signed_till")
NOBODY: Final = "none"


def parse(query: QueryDict, viewer: Viewer) -> Filter:
    """What the address asks for; what cannot be understood is left out. `manager` may be "me" or "none"."""
    tabs: dict[str, Wanted] = {one: one for one in TABS}
    department = _number(query.get("department"))
    level = query.get("level", "")
    return Filter(
        tab=tabs.get(query.get("tab", ""), ""),
        kind=_among(query, "kind", KINDS),
        direction=_among(query, "direction", DIRECTIONS),
        company=0 if query.get("company") == NOBODY else _number(query.get("company")),
        deal=_number(query.get("deal")),
        manager=_manager(query, viewer),
        since=_day(query.get("since")),
        until=_day(query.get("till")),
        base=query.get("base", "")[:60],
        status=_among(query, "status", STATUSES),
        text=query.get("q", "")[:200].strip(),
        signed_since=_day(query.get("signed_since")),
        signed_until=_day(query.get("signed_till")),
        level={"0": 0, "1": 1, "2": 2}.get(level),  # type: ignore[arg-type]
        managers=_of_department(department, viewer) if department in viewer.chart.departments else None,
        actor=_among(query, "actor", ACTORS),
    )


def _manager(query: QueryDict, viewer: Viewer) -> int | None:
    given = query.get("manager", "")
    return {"me": viewer.person, NOBODY: 0}.get(given, _number(given))


def _of_department(department: int | None, viewer: Viewer) -> tuple[int, ...]:
    """People of a department and of those below it."""
    below = viewer.chart.with_below(department) if department is not None else frozenset()
    return tuple(sorted(one for one, seat in viewer.chart.people.items() if seat.department in below))


def current(query: QueryDict) -> dict[str, list[str]]:
    return {key: [str(query[key])] for key in KEYS if query.get(key)}


def screen(
    found: Register,
    counts: Mapping[Wanted, int],
    fresh: Sequence[Fresh],
    query: QueryDict,
    wanted: Filter,
    viewer: Viewer,
    *,
    may_export: bool = False,
    unmatched: int = 0,
) -> EDocsScreen:
    """`unmatched`: parties in the queue, when the reader looks after it."""
    now = current(query)
    rest = {key: value for key, value in now.items() if key != "tab"}
    bases = [(one.base, one.title) for one in fresh]
    return EDocsScreen(
        tabs=tuple(_tabs(counts, rest, wanted)),
        filters=Filters(
            action=PATH,
            quick=(*_quick(now), *_queue(unmatched)),
            chosen=tuple(_chosen(now, wanted, bases, viewer)),
            fields=_sheet(query, wanted, bases, viewer),
            query=wanted.text,
            reset_url=PATH if rest else "",
            kept=tuple((key, value) for key in KEPT for value in now.get(key, ())),
        ),
        kept=tuple((key, value) for key, sent in now.items() if key != "q" for value in sent),
        refresh=replace(edoc_parts.bar(fresh, url=f"{PATH}refresh"), kept=(("back", address(PATH, now)),)),
        rows=edoc_rows.rows(found.lines, viewer),
        more_url=address(PATH, {**now, "after": [found.after]}) if found.after else "",
        export_url=address(f"{PATH}export", now) if may_export else "",
        empty=None
        if found.lines
        else _empty(wanted, narrowed=bool(rest), connected=bool(bases), admin=viewer.chart.is_admin(viewer.person)),
    )


def next_rows(found: Register, query: QueryDict, viewer: Viewer) -> EDocsScreen:
    """What a scroll asks for: nothing around the rows is drawn."""
    more = address(PATH, {**current(query), "after": [found.after]}) if found.after else ""
    rows = edoc_rows.rows(found.lines, viewer)
    return EDocsScreen(tabs=(), filters=Filters(action=PATH), refresh=RefreshBar(), rows=rows, more_url=more)


def titles() -> dict[Wanted, str]:
    return {
        "waiting": pgettext("edocs tab", "Wait for the counterparty"),
        "ours": pgettext("edocs tab", "Our turn"),
        "overdue": pgettext("edocs tab", "Overdue"),
        "signed": pgettext("edocs tab", "Signed"),
        "troubles": pgettext("edocs tab", "Refusals and errors"),
        "revoked": pgettext("edocs tab", "Annulled"),
        "all": pgettext("edocs tab", "All"),
    }


def _tabs(counts: Mapping[Wanted, int], rest: dict[str, list[str]], wanted: Filter) -> Iterable[Tab]:
    """Without a tab in the address all of them are shown, so that one stands first."""
    words = titles()
    order: list[Wanted] = ["all", *(one for one in words if one != "all")]
    for one in order:
        here: dict[str, list[str]] = rest if one == "all" else {"tab": [str(one)], **rest}
        many = counts.get(one, 0)
        text = formats.count(many) if many else ""
        yield Tab(words[one], address(PATH, here), one == (wanted.tab or "all"), text)


def _quick(now: Mapping[str, list[str]]) -> Iterable[Tab]:
    for text, key, value, icon in (
        (_("Mine"), "manager", "me", "user"),
        (pgettext("edocs", "From us"), "direction", "out", "arrow-up"),
        (pgettext("edocs", "To us"), "direction", "in", "arrow-down"),
    ):
        on = now.get(key) == [value]
        other = {name: sent for name, sent in now.items() if name != key}
        yield Tab(text, address(PATH, other if on else {**now, key: [value]}), on, icon=icon)


def _queue(many: int) -> Iterable[Tab]:
    if many:
        yield Tab(pgettext("edocs", "Not matched"), QUEUE, count=formats.count(many), icon="link")


def _chosen(
    now: Mapping[str, list[str]], wanted: Filter, bases: Sequence[tuple[str, str]], viewer: Viewer
) -> Iterable[Tab]:
    for key, text in _words(now, wanted, bases, viewer).items():
        yield Tab(text, address(PATH, {name: sent for name, sent in now.items() if name != key}), True)


def _words(
    now: Mapping[str, list[str]], wanted: Filter, bases: Sequence[tuple[str, str]], viewer: Viewer
) -> dict[str, str]:
    """Key of the address -> what it narrows the list to, for those that stand in no quick chip."""
    words: dict[str, str] = {}
    if wanted.text:
        words["q"] = f"«{wanted.text}»"
    if wanted.kind:
        words["kind"] = str(sentences.KINDS[wanted.kind])
    if wanted.status:
        words["status"] = str(sentences.STATUSES[wanted.status][0])
    if wanted.actor:
        words["actor"] = str(sentences.ACTORS[wanted.actor])
    if wanted.level is not None:
        words["level"] = (_("In time"), _("Overdue"), _("Long overdue"))[wanted.level]
    if wanted.company is not None:
        words["company"] = _company(wanted.company)
    if wanted.deal:
        words["deal"] = _deal(wanted.deal)
    if wanted.manager == 0:
        words["manager"] = _("Nobody is responsible")
    elif wanted.manager and now.get("manager") != ["me"]:
        words["manager"] = viewer.chart.name(wanted.manager)
    if wanted.managers is not None:
        words["department"] = viewer.chart.departments[int(now["department"][0])].name
    if wanted.base:
        words["base"] = dict(bases).get(wanted.base, wanted.base)
    return words | {key: text for key, text in _days(wanted) if text}


def _days(wanted: Filter) -> Iterable[tuple[str, str]]:
    signed = (pgettext("edocs", "signed since {v}"), pgettext("edocs", "signed till {v}"))
    for key, label, day in (
        ("since", _("since {v}"), wanted.since),
        ("till", _("till {v}"), wanted.until),
        ("signed_since", signed[0], wanted.signed_since),
        ("signed_till", signed[1], wanted.signed_until),
    ):
        yield key, label.format(v=formats.day(day)) if day is not None else ""


def _sheet(query: QueryDict, wanted: Filter, bases: Sequence[tuple[str, str]], viewer: Viewer) -> tuple[Field, ...]:
    any_kind, company = pgettext("kind of e-document", "Any"), wanted.company or None
    kinds = tuple(Option(key, str(text), key == wanted.kind) for key, text in sentences.KINDS.items())
    found = [
        Field(name="kind", label=_("Kind of document"), kind=Kind.CHOICE, placeholder=any_kind, options=kinds),
        _picker("company", _("Counterparty"), Kind.COMPANY, "/companies/suggest/", company, _company),
        _picker("deal", _("Deal"), Kind.DEAL, "/deals/suggest/", wanted.deal, _deal),
        _picker("manager", pgettext("edocs", "Manager"), Kind.PERSON, "/people/suggest/", wanted.manager,
                viewer.chart.name),
        Field(name="since", label=_("Date of the document from"), kind=Kind.DATE, value=query.get("since", "")),
        Field(name="till", label=_("till"), kind=Kind.DATE, value=query.get("till", "")),
    ]  # fmt: skip
    if len(bases) > 1:
        options = tuple(Option(key, text, key == wanted.base) for key, text in bases)
        any_base = pgettext("1C base", "Any")
        found.append(Field(name="base", label=_("1C base"), kind=Kind.CHOICE, placeholder=any_base, options=options))
    return tuple(found)


def _picker(name: str, label: str, kind: Kind, source: str, chosen: int | None, say: object) -> Field:
    assert callable(say)
    text = str(say(chosen)) if chosen else ""
    return Field(name=name, label=label, kind=kind, source=source, value=str(chosen or ""), text=text)


def _company(which: int) -> str:
    if not which:
        return _("without a company")
    known = crm.describe([which])
    return known[which].name if which in known else str(which)


def _deal(which: int) -> str:
    return str(POINTED["deal"]([which]).get(which, which))


def _empty(wanted: Filter, *, narrowed: bool, connected: bool, admin: bool = False) -> Empty:
    if narrowed:
        return Empty("nothing", _("Nothing matches the filter"), "", Link(_("Reset the filter"), PATH, "x"))
    if not connected:
        words = _("They come from 1C by themselves. An administrator connects it once.")
        return Empty("start", _("1C is not connected"), words)
    calm = {
        "waiting": _("No counterparty owes us a signature."),
        "ours": _("Nothing waits for our signature."),
        "overdue": _("Everything is signed in time."),
        "troubles": _("No refusals and no errors."),
    }
    closed = _("You see only documents in which you take part or that your role opens. "
               "Being an administrator opens none.") if admin else ""  # fmt: skip
    return Empty("done", _("Nothing here"), closed or calm.get(wanted.tab, ""))


def _among(query: QueryDict, key: str, known: Iterable[str]) -> str:
    sent = query.get(key, "")
    return sent if sent in tuple(known) else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
