"""Reactions in words: when what happens, what is done, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.automation.queries import FiredInfo, ReactionInfo, Tried
from marshrut.automation.reacting import rules, sentences
from marshrut.crm.queries import StageInfo
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.doors.web.screens.reactions import (
    FiredRow,
    FiredScreen,
    ReactionRow,
    ReactionScreen,
    ReactionsScreen,
    TriedRow,
    TryScreen,
)

from .draft import Draft
from .partners.shared import STALE
from .viewer import Viewer

PATH: Final = "/reactions/"
LOG: Final = f"{PATH}log/"
TRY: Final = f"{PATH}try/"
PAGE: Final = 50
TONES: Final = {"done": Tone.OK, "sending": Tone.INFO, "doing": Tone.INFO, "skipped": Tone.NEUTRAL, "failed": Tone.BAD}
PERSON: Final = "person"


def tabs(current: str) -> tuple[Tab, ...]:
    places = ((_("Reactions"), PATH), (_("What fired"), LOG), (_("Try"), TRY))
    return tuple(Tab(text, path, path == current) for text, path in places)


def listing(found: Sequence[ReactionInfo]) -> ReactionsScreen:
    words = _("When something happens to a document in 1C, the portal tells, gives tasks and writes by itself.")
    create = Link(_("Add a reaction"), f"{PATH}new/", "plus")
    return ReactionsScreen(
        tabs=tabs(PATH),
        rows=tuple(map(_row, found)),
        create=create,
        empty=None if found else Empty("start", _("No reactions yet"), words, create),
    )


def _row(one: ReactionInfo) -> ReactionRow:
    log = f"{LOG}?reaction={one.id}"
    times = ngettext("{count} time", "{count} times", one.done).format(count=formats.number(one.done))
    not_done = ngettext("{count} failure", "{count} failures", one.failed).format(count=formats.number(one.failed))
    return ReactionRow(
        url=f"{PATH}{one.id}/",
        what=one.what,
        when=_("When {event}").format(event=one.when),
        only=one.only,
        title=one.title,
        active=one.active,
        did=Link(times, log) if one.done else None,
        failed=Link(not_done, f"{log}&state=failed") if one.failed else None,
    )


def form(
    draft: Draft,
    do: str,
    stages: Sequence[StageInfo],
    roles: Sequence[tuple[str, str]],
    bases: Sequence[tuple[str, str]],
    one: ReactionInfo | None = None,
    version: int = 0,
) -> ReactionScreen:
    """`do`: what is done decides which fields there are."""
    here = f"{PATH}{one.id}/" if one else f"{PATH}new/?do={do}"
    return ReactionScreen(
        title=one.what if one else _("New reaction"),
        back=Link(_("Reactions"), PATH),
        form=draft.form(here, [*_when(draft, bases), *_what(draft, do, stages, roles), *_rest(draft)], version=version),
        lead=str(sentences.ACTS[do]) if one is None else "",
        acts=() if one else tuple(
            Tab(str(title), f"{PATH}new/?do={key}", key == do) for key, title in sentences.ACTS.items()
        ),
        see=Link(_("Open it as it is now"), here) if draft.code == STALE else None,
        danger=Link(_("Remove the reaction"), f"{here}remove") if one else None,
        danger_confirm=_("It does nothing any more. What it did stays as it is.") if one else "",
    )  # fmt: skip


def _when(draft: Draft, bases: Sequence[tuple[str, str]]) -> list[Field]:
    events = [(key, _("When {event}").format(event=title)) for key, title in sentences.EVENTS.items()]
    directions = [("", pgettext("reaction", "Any")), *_pairs(sentences.DIRECTIONS)]
    found = [
        draft.field(
            "event", pgettext("reaction", "What happens"), Kind.CHOICE, options=events, required=True, wide=True
        ),
        draft.field("direction", pgettext("reaction", "Direction"), Kind.RADIO, options=directions),
        draft.field("min_amount", _("Sum from"), Kind.MONEY, hint=_("Empty: any sum.")),
        _checks(draft, "kinds", _("Kinds of documents; none ticked: all"), _pairs(sentences.KINDS)),
    ]
    if len(bases) > 1 or draft.values.get("bases"):
        found.append(_checks(draft, "bases", _("1C bases; none ticked: all"), bases))
    found.append(draft.field("with_deal", _("Only when the document has a deal"), Kind.YES_NO, wide=True))
    return found


def _what(draft: Draft, do: str, stages: Sequence[StageInfo], roles: Sequence[tuple[str, str]]) -> list[Field]:
    event = str(draft.values.get("event") or "signed")
    subject, text = map(sentences.shown, sentences.usual(do, event))
    words = _("You may use: {words}.").format(words=" ".join(f"{{{{ {one} }}}}" for one in sentences.names()))
    if do == "move_deal":
        titles = [(one.key, one.title) for one in stages]
        return [
            draft.field("stage", _("To the stage"), Kind.CHOICE, options=titles, required=True, wide=True),
            _checks(draft, "only_from", _("Only from these stages; none ticked: from any before it"),
                    [(one.key, one.title) for one in stages if one.open]),
        ]  # fmt: skip
    if do in ("invoice", "payment"):
        label = _("What for") if do == "invoice" else _("Purpose")
        return [draft.field("text", label, wide=True, placeholder=text, hint=words, autocomplete="off")]
    found = [] if do == "remind_client" else _whom(draft, do, roles)
    label = _("What is to be done") if do == "task" else _("First line") if do == "notify" else _("Subject")
    found.append(draft.field("subject", label, wide=True, placeholder=subject, autocomplete="off"))
    found.append(draft.field("text", _("Text"), Kind.LONG, wide=True, placeholder=text, hint=words))
    if do == "task":
        usual_term = _("Empty: as the process has it.")
        found.append(draft.field("days", _("Working days for it"), Kind.NUMBER, hint=usual_term))
    return found


def _whom(draft: Draft, do: str, roles: Sequence[tuple[str, str]]) -> list[Field]:
    keys = rules.DOERS if do == "task" else rules.WHOM
    known = [(key, str(sentences.WHOM[key])) for key in keys]
    if do != "task":
        known += [(f"role:{key}", title) for key, title in roles]
    known.append((PERSON, _("a colleague")))
    return [
        draft.field("whom", pgettext("reaction", "Whom"), Kind.CHOICE, options=known, required=True),
        draft.field("person", _("Colleague"), Kind.PERSON, source="/people/suggest/",
                    hint=_("If “a colleague” is chosen.")),
    ]  # fmt: skip


def _rest(draft: Draft) -> list[Field]:
    return [
        draft.field("once", _("No more than once for a document"), Kind.YES_NO, wide=True,
                    hint=_("Even if the same happens to it again, for example it is signed anew.")),
        draft.field("active", _("Switched on"), Kind.YES_NO, wide=True),
        draft.field("title", _("Name for yourself"), wide=True, hint=_("Need not be filled in."), autocomplete="off"),
        draft.field("position", _("Place in the order"), Kind.NUMBER),
    ]  # fmt: skip


def _checks(draft: Draft, name: str, label: str, options: Sequence[tuple[str, str]]) -> Field:
    chosen = draft.values.get(name) or ()
    return Field(
        name=name,
        label=label,
        kind=Kind.CHECKS,
        wide=True,
        options=tuple(Option(key, title, key in chosen) for key, title in options),
        error=str(draft.errors.get(name, "")),
    )


def _pairs(titles: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, str(title)) for key, title in titles.items()]


def draft_of(one: ReactionInfo, viewer: Viewer) -> Draft:
    return Draft(shown({**one.fields, "active": one.active, "position": one.position}, viewer))


def blank(do: str) -> Draft:
    event = {"remind_client": "overdue"}.get(do, "signed")
    return Draft({"event": event, "active": True, "once": do in rules.ONCE, "direction": "", "whom": "manager"})


def shown(fields: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
    """What the form shows of the fields of a command: a colleague stands in an input of their own."""
    values = dict(fields)
    kind, rest = rules.whom_of(str(fields.get("whom") or "")) or ("", "")
    if kind == PERSON:
        values |= {"whom": PERSON, "person": rest, "person_text": viewer.chart.name(int(rest))}
    return values


def log(
    found: Sequence[FiredInfo], asked: Mapping[str, str], reaction: ReactionInfo | None, viewer: Viewer
) -> FiredScreen:
    """`found` may hold one more than a page; `asked`: reaction, state."""
    rows = found[:PAGE]
    more = {**asked, "before": str(rows[-1].id)} if len(found) > PAGE else {}
    words = _("Here stands what reactions did, for which document, and what could not be done.")
    return FiredScreen(
        tabs=tabs(LOG),
        rows=tuple(_fired(one, viewer) for one in rows),
        chips=_chips(asked, reaction),
        more_url=_address(more) if more else "",
        empty=None if rows else Empty("nothing", _("Nothing fired yet"), words, None),
    )


def _chips(asked: Mapping[str, str], reaction: ReactionInfo | None) -> tuple[Tab, ...]:
    found = [
        Tab(str(title), _address({**asked, "state": "" if asked["state"] == key else key}), asked["state"] == key)
        for key, title in sentences.STATES.items()
        if key not in ("doing", "sending")
    ]
    if reaction is not None:
        found.insert(0, Tab(reaction.what, _address({**asked, "reaction": ""}), True))
    return tuple(found)


def _address(asked: Mapping[str, str]) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items() if value)
    return f"{LOG}?{query}" if query else LOG


def _fired(one: FiredInfo, viewer: Viewer) -> FiredRow:
    return FiredRow(
        what=one.what,
        what_url=f"{PATH}{one.reaction}/",
        badge=Badge(one.state_title, TONES[one.state]),
        said=one.said,
        when=formats.ago(one.at, viewer.now, viewer.zone),
        iso=one.at.astimezone(viewer.zone).isoformat(),
        card=Link(one.card_name, f"/cards/{one.card}/") if one.card else None,
        name="" if one.card else one.card_name,
        made=Link(one.made_name, f"/cards/{one.made}/") if one.made else None,
    )


def trying(draft: Draft, found: Sequence[Tried] | None = None, about: Link | None = None) -> TryScreen:
    events = [(key, _("When {event}").format(event=title)) for key, title in sentences.EVENTS.items()]
    return TryScreen(
        tabs=tabs(TRY),
        fields=(
            draft.field("card", _("Number of the card of the document"), Kind.TEXT, required=True, autocomplete="off",
                        hint=_("As ЭД-17; it stands above the name of the card. "
                               "Being an administrator opens no documents: "
                               "only those you may see yourself can be tried.")),
            draft.field("event", _("What would happen to it"), Kind.CHOICE, options=events, required=True),
        ),
        about=about,
        error=draft.error,
        rows=None if found is None else tuple(map(_tried, found)),
    )  # fmt: skip


def _tried(one: Tried) -> TriedRow:
    badge = Badge(_("would fire"), Tone.OK) if one.would else Badge(_("would not fire"))
    said = " · ".join(filter(None, (one.said, one.reaction.only if one.would else "")))
    return TriedRow(what=one.reaction.what, url=f"{PATH}{one.reaction.id}/", badge=badge, said=said)
