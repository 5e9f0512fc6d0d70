"""Correspondence as pages show it: letters, threads, what letters are to each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marshrut.cards import queries as cards
from marshrut.doors.web import formats
from marshrut.doors.web.screens.files import FileRow
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Badge, Link, StageMark, Tab, Tone
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.doors.web.screens.threads import (
    CardThread,
    LetterRow,
    LinkRow,
    ThreadRow,
    ThreadScreen,
    ThreadsPart,
)
from marshrut.letters.queries import LetterFile, LetterLine, LetterLink, Thread, ThreadHead, Threads

from .documents.rows import number
from .draft import Draft
from .viewer import Viewer

PATH = "/letters/"
#: (kind, whether this letter names the other) -> words before the other
WORDS = {
    ("reply", True): gettext_lazy("Reply to"),
    ("reply", False): gettext_lazy("Answered by"),
    ("follow_up", True): gettext_lazy("Follows up"),
    ("follow_up", False): gettext_lazy("Followed up by"),
    ("addendum", True): gettext_lazy("Addendum to"),
    ("addendum", False): gettext_lazy("Complemented by"),
    ("related", True): gettext_lazy("Related to"),
    ("related", False): gettext_lazy("Related to"),
}
WHY = {
    "field": gettext_lazy("A field of the card says so."),
    "header": gettext_lazy("The e-mail was a reply to it."),
    "number": gettext_lazy("Its number stands in the text."),
    "hand": gettext_lazy("Linked by hand."),
}
KINDS = {
    "reply": gettext_lazy("A reply to it"),
    "follow_up": gettext_lazy("Follows it up"),
    "addendum": gettext_lazy("An addendum to it"),
    "related": gettext_lazy("On the same matter"),
}
ICONS = {"reply": "arrow-back-up", "follow_up": "arrow-right", "addendum": "plus", "related": "link"}


def letter(line: LetterLine, viewer: Viewer, linkable: Collection[int] = ()) -> LetterRow:
    """`linkable`: letters the reader may link and part."""
    holder = line.holders[0] if line.holders else line.executor or line.author
    done = line.stage_kind in ("success", "failure")
    return LetterRow(
        card=line.card,
        label=line.label,
        title=line.subject or _("No subject"),
        incoming=line.direction == "in",
        direction=_("Incoming") if line.direction == "in" else _("Outgoing"),
        number=_dated(line.number, line.dated),
        theirs=_dated(line.their_number, line.their_date),
        day=formats.day(line.day),
        stage=StageMark(line.stage_title, line.stage_color),
        company=Link(line.company, f"/companies/{line.company_id}/letters/") if line.company_id else None,
        project=Link(line.project, f"/projects/{line.project_id}/") if line.project_id else None,
        due=None if done else viewer.due(line.due_at),
        badge=Badge(_("no incoming number of theirs"), Tone.WARN) if line.lacks_their_number else None,
        sent=_("sent {day}").format(day=formats.day(line.sent_on)) if line.sent_on else "",
        term=_("term {day}").format(day=formats.day(line.term)) if line.term and not done else "",
        comments=str(line.comments) if line.comments else "",
        face=viewer.face(holder),
        people=tuple(viewer.face(one) for one in line.people),
        files=tuple(_file(one) for one in line.files),
        links=tuple(_links(line.card, line.links, linkable)),
        may_link=line.card in linkable,
    )


def _dated(text: str, day: object) -> str:
    told = number(text)
    if told and day is not None:
        return _("{number} of {day}").format(number=told, day=formats.day(day))  # type: ignore[arg-type]
    return told


def _file(one: LetterFile) -> FileRow:
    return FileRow(id=one.id, name=one.name, kind=formats.file_kind(one.name), meta=formats.size(one.size))


def _links(card: int, links: Sequence[LetterLink], linkable: Collection[int]) -> Iterator[LinkRow]:
    for one in links:
        yield LinkRow(
            words=str(WORDS[one.kind, one.outward]),
            other=Link(_called(one), f"{PATH}{one.other}/thread/#letter-{one.other}"),
            why=str(WHY[one.because]),
            icon=ICONS[one.kind],
            unlink=one.other if one.because != "field" and card in linkable else 0,
        )


def _called(one: LetterLink) -> str:
    return number(one.number) or one.label


def linkable(viewer: Viewer, lines: Collection[LetterLine]) -> set[int]:
    return cards.allowed_among(viewer.actor, [one.card for one in lines], "comment")


def thread(found: Thread, card: int, viewer: Viewer, *, newest: bool) -> ThreadScreen:
    may = linkable(viewer, found.letters)
    here = f"{PATH}{card}/thread/"
    period = formats.day(found.first)
    if found.last != found.first:
        period = f"{formats.day(found.first)} — {formats.day(found.last)}"
    more = {**({"order": "new"} if newest else {}), "after": found.after or ""}
    return ThreadScreen(
        card=card,
        title=found.subject or _("No subject"),
        facts=(letters(found.count), period),
        companies=tuple(Link(name, f"/companies/{one}/letters/") for one, name in found.companies.items()),
        project=Link(found.project, f"/projects/{found.project_id}/") if found.project_id else None,
        order=(
            Tab(_("Oldest first"), here, not newest, icon="arrow-down"),
            Tab(_("Newest first"), f"{here}?order=new", newest, icon="arrow-up"),
        ),
        letters=tuple(letter(one, viewer, may) for one in found.letters),
        more_url=f"{here}?{urlencode(more)}" if found.after else "",
        may_link=card in may or card in cards.allowed_among(viewer.actor, [card], "comment"),
    )


def letters(count: int) -> str:
    return ngettext("{count} letter", "{count} letters", count).format(count=formats.number(count))


def threads(
    found: Threads,
    viewer: Viewer,
    kind: Literal["company", "project"],
    ref: int,
    path: str,
    chips: tuple[Tab, ...] = (),
) -> ThreadsPart:
    """`path` is the address the next ones are asked from."""
    sign = "&" if "?" in path else "?"
    return ThreadsPart(
        rows=tuple(_row(one, viewer, kind) for one in found.heads),
        more_url=f"{path}{sign}{urlencode({'after': found.after})}" if found.after else "",
        all_url=f"{PATH}?{kind}={ref}",
        chips=chips,
        kind=kind,
        ref=ref,
        empty=_("No letters that you may see."),
    )


def _row(head: ThreadHead, viewer: Viewer, kind: str) -> ThreadRow:
    period = formats.day(head.first)
    if head.last != head.first:
        period = f"{formats.day(head.first)} — {formats.day(head.last)}"
    about = head.project or _("No project") if kind == "company" else ", ".join(head.companies.values())
    waiting = _("in progress: {count}").format(count=formats.number(head.waiting))
    return ThreadRow(
        title=head.subject or _("No subject"),
        count=letters(head.count),
        period=period,
        sub=about,
        badge=Badge(waiting, Tone.INFO) if head.waiting else None,
        newest=letter(head.newest, viewer),
    )


def projects(path: str, known: Mapping[int, str], chosen: int | None) -> tuple[Tab, ...]:
    """Chips that keep the projects of a company apart; none when there is nothing to choose."""
    if not known:
        return ()
    return (
        Tab(_("All"), path, chosen is None),
        *(Tab(title, f"{path}?project={one}", one == chosen) for one, title in known.items()),
        Tab(_("No project"), f"{path}?project=0", chosen == 0),
    )


def block(found: Thread, links: Sequence[LetterLink], card: int, viewer: Viewer) -> CardThread:
    """The newest letters of the thread, this one left out, and what this one is to others."""
    may = cards.allowed_among(viewer.actor, [card], "comment")
    return CardThread(
        card=card,
        count=letters(found.count),
        letters=tuple(letter(one, viewer) for one in found.letters if one.card != card),
        links=tuple(_links(card, links, ())),
        may_link=card in may,
    )


def link_form(draft: Draft, line: LetterLine, types: Collection[str]) -> FormScreen:
    kinds = [(key, str(title)) for key, title in KINDS.items()]
    source = "/cards/suggest/?" + urlencode([("type", one) for one in sorted(types)])
    hint = _("Type a number, the counterparty or words of the subject.")
    fields: list[Field] = [
        draft.field(
            "other", _("Letter"), Kind.CARD, source=source, required=True, wide=True, hint=hint, autofocus=True
        ),
        draft.field("kind", _("This letter is"), Kind.RADIO, options=kinds, required=True, wide=True),
    ]
    name = number(line.number) or line.label
    return FormScreen(
        title=_("Link with a letter"),
        back=Link(f"{name} {line.subject}".strip(), f"{PATH}{line.card}/thread/"),
        lead=_("Letters that are linked stand in one thread, unless they belong to different projects."),
        form=draft.form(f"{PATH}{line.card}/link/", fields, _("Link")),
    )
