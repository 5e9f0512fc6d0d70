"""Bases of 1C in words: how each does, what its last readings brought, where it knocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.doors.web import formats
from marshrut.doors.web.screens.mailboxes import CheckStep
from marshrut.doors.web.screens.onec import BaseRow, BaseScreen, BasesScreen, EventsPart, RunRow
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.edocs.queries import BaseInfo, RunLine
from marshrut.kernel.outside import FormLine

from .mailboxes import MARKS
from .viewer import Viewer

PATH: Final = "/onec/"
#: where 1C says that a document has changed
EVENTS: Final = "/api/onec/events"
#: settings that have a place of their own: the key is made here, the mapping has its editor
EVENT_KEY: Final = "event_key"
MAPPING: Final = "mapping"
#: what is wrong with the account itself, whatever the weather
_ACCOUNT: Final = frozenset({"refused", "rights", "sealed", "settings", "forbidden"})


def listing(found: Sequence[BaseInfo], viewer: Viewer, *, possible: bool) -> BasesScreen:
    """`possible`: there is a program that could be connected."""
    create = Link(_("Connect a base"), f"{PATH}new/", "plus") if possible else None
    words = _("Statuses of e-documents then come from 1C by themselves: who signed, who is awaited, what was refused.")
    return BasesScreen(
        lead=_("E-documents are read from here. Nothing is ever written to 1C."),
        rows=tuple(_row(one, viewer) for one in found),
        create=create,
        empty=None if found else Empty("start", _("No base of 1C is connected"), words, create),
    )


def _row(one: BaseInfo, viewer: Viewer) -> BaseRow:
    return BaseRow(
        name=one.title,
        url=f"{PATH}{one.key}/",
        badge=badge(one),
        sub=one.error_title if one.error and one.active else address(one),
        seen=_seen(one, viewer),
        documents=formats.number(one.documents),
    )


def badge(one: BaseInfo) -> Badge:
    if not one.active:
        return Badge(_("switched off"))
    if one.error in _ACCOUNT:
        return Badge(_("our account is not accepted"), Tone.BAD)
    if one.silent or one.closed_until:
        return Badge(_("does not answer"), Tone.BAD)
    if one.error:
        return Badge(_("answers with failures"), Tone.WARN)
    if one.reading:
        return Badge(_("being read"), Tone.INFO)
    return Badge(_("works"), Tone.OK) if one.last_ok_at else Badge(_("not asked yet"), Tone.INFO)


def address(one: BaseInfo) -> str:
    """Where it is, as its form says."""
    return next((field.value for field in one.form if field.kind == "url"), "")


def tabs(one: BaseInfo, current: str = "") -> tuple[Tab, ...]:
    here = f"{PATH}{one.key}/"
    found = [
        Tab(_("Connection"), here, current == ""),
        Tab(pgettext("1c", "Terms"), f"{here}terms/", current == "terms"),
    ]
    if has_mapping(one):
        found.append(Tab(pgettext("1c", "Mapping"), f"{here}mapping/", current == "mapping"))
    odd = formats.count(one.odd, 1000) if one.odd else ""
    return (*found, Tab(_("Oddities"), f"{here}oddities/", current == "oddities", odd))


def has_mapping(one: BaseInfo) -> bool:
    return any(field.key == MAPPING for field in one.form)


def screen(
    one: BaseInfo,
    runs: Sequence[RunLine],
    viewer: Viewer,
    site: str,
    check: Mapping[str, Any] | None = None,
    shown: str = "",
) -> BaseScreen:
    """`site`: where the installation is reached; `shown`: the key for events that was made just now."""
    return BaseScreen(
        title=one.title,
        url=f"{PATH}{one.key}/",
        badge=badge(one),
        tabs=tabs(one),
        facts=tuple((label, value) for label, value in _facts(one, viewer) if value),
        warning=_warning(one),
        advice=one.advice if one.active else "",
        tone=Tone.BAD if one.silent or one.error in _ACCOUNT else Tone.WARN,
        first=_first(one),
        steps=tuple(_step(step) for step in check["steps"]) if check else (),
        verdict=_verdict(check) if check else "",
        verdict_tone=Tone.OK if check and check["ok"] else Tone.BAD,
        runs=tuple(_run(run, viewer) for run in runs),
        events=EventsPart(address=f"{site}{EVENTS}", made=key_made(one), shown=shown),
        active=one.active,
        links=_links(one),
    )


def key_made(one: BaseInfo) -> bool:
    return any(field.key == EVENT_KEY and field.there for field in one.form)


def _links(one: BaseInfo) -> tuple[Link, ...]:
    found = [Link(_("Documents of this base"), f"/edocs/?base={one.key}", "files")] if one.documents else []
    if one.unmatched:
        many = ngettext("{n} party without a company", "{n} parties without a company", one.unmatched)
        found.append(Link(many.format(n=formats.number(one.unmatched)), "/edocs/unmatched/", "unlink"))
    return tuple(found)


def _warning(one: BaseInfo) -> str:
    if not (one.error and one.active):
        return ""
    return f"{one.error_title} ({one.error_words})" if one.error_words else one.error_title


def _first(one: BaseInfo) -> str:
    if not one.active or one.first_done_at:
        return ""
    if one.first_began_at is None:
        return _("It has not been read yet. When the check is good, press «Read everything anew».")
    said = ngettext("{n} document is here already", "{n} documents are here already", one.documents)
    return _("The first reading is under way: {so_far}. It is silent: nobody hears of documents of before.").format(
        so_far=said.format(n=formats.number(one.documents))
    )


def _facts(one: BaseInfo, viewer: Viewer) -> Iterable[tuple[str, str]]:
    yield pgettext("1c", "Code"), one.key
    for field in one.form:
        if field.key != EVENT_KEY and not rare(field):
            yield field.title, value(field)
    yield _("Configuration"), configuration(one)
    yield _("Not seen in 1C"), ", ".join(map(str, one.profile.get("missing") or ()))
    yield _("Last good answer"), _seen(one, viewer)
    if one.error_at and one.error:
        yield _("Last failure"), formats.ago(one.error_at, viewer.now, viewer.zone)
    if one.closed_until:
        yield _("Left alone until"), formats.ago(one.closed_until, viewer.now, viewer.zone)
    if one.cursor:
        yield _("Changes are known up to"), formats.ago(one.cursor, viewer.now, viewer.zone)
    yield _("Being read now"), one.reading
    yield _("Documents"), _documents(one)
    yield _("Looked after by"), one.owner
    yield _("Read every"), _minutes(one.every)
    yield _("Called silent after"), _minutes(one.silent_after)


def configuration(one: BaseInfo) -> str:
    """What the last look at the base has recognised, "" before the first."""
    known = {
        "bp30_bed19": _("new exchange of e-documents (БЭД 1.9)"),
        "bp30_bed17": _("old exchange of e-documents (БЭД 1.7)"),
        "custom": _("described by a mapping of your own"),
    }
    found = str(one.profile.get("profile") or "")
    return known.get(found, found)


def rare(field: FormLine) -> bool:
    """What has a usual value that suits nearly everybody."""
    return not field.required and field.kind not in ("secret", "url")


def value(field: FormLine) -> str:
    if field.kind == "secret":
        return _("kept, shown to nobody") if field.there else _("not given")
    if field.kind == "tick":
        return _("yes") if field.value else _("no")
    return field.value


def _minutes(many: int) -> str:
    return ngettext("{n} minute", "{n} minutes", many).format(n=formats.number(many))


def _documents(one: BaseInfo) -> str:
    if not one.documents:
        return _("none yet")
    said = [formats.number(one.documents), _("{n} not finished").format(n=formats.number(one.open))]
    if one.gone:
        said.append(_("{n} gone from 1C").format(n=formats.number(one.gone)))
    return ", ".join(said)


def _seen(one: BaseInfo, viewer: Viewer) -> str:
    return formats.ago(one.last_ok_at, viewer.now, viewer.zone) if one.last_ok_at else _("not yet")


def _run(run: RunLine, viewer: Viewer) -> RunRow:
    return RunRow(
        when=formats.ago(run.started_at, viewer.now, viewer.zone),
        iso=run.started_at.isoformat(),
        what=run.lane_title,
        said=_brought(run),
        badge=_ended(run),
        trouble=f"{run.trouble_title} ({run.words})" if run.trouble and run.words else run.trouble_title,
        who=run.by,
    )


def _ended(run: RunLine) -> Badge:
    if run.finished_at is None:
        return Badge(_("under way"), Tone.INFO)
    if run.trouble:
        return Badge(_("broke off"), Tone.BAD)
    return Badge(_("not whole"), Tone.WARN) if run.failed_windows else Badge(_("done"), Tone.OK)


def _brought(run: RunLine) -> str:
    counted = [
        _("read {n}").format(n=formats.number(run.read)),
        _("new {n}").format(n=formats.number(run.new)) if run.new else "",
        _("changed {n}").format(n=formats.number(run.changed)) if run.changed else "",
        _("not read: {n} stretches of time").format(n=formats.number(run.failed_windows)) if run.failed_windows else "",
        _lasted(run),
    ]
    return ", ".join(filter(None, counted))


def _lasted(run: RunLine) -> str:
    if run.finished_at is None:
        return ""
    seconds = int((run.finished_at - run.started_at).total_seconds())
    if seconds < 60:
        return _("{n} s").format(n=seconds)
    return _("{m} min {s} s").format(m=seconds // 60, s=seconds % 60)


def _step(step: Mapping[str, str]) -> CheckStep:
    mark, tone = MARKS[step["outcome"]]
    return CheckStep(step["title"], mark, tone, step["said"], step["advice"])


def _verdict(check: Mapping[str, Any]) -> str:
    if check["ok"]:
        return _("Everything works: 1C answers us and shows all that is needed.")
    return _("Something does not work yet: what to do stands beside the step.")
