"""Archives in words, and the form that asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.doors.web import formats
from marshrut.doors.web.screens.document import SheetScreen
from marshrut.doors.web.screens.evidence import ArchiveRow, ArchivesScreen
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tone
from marshrut.evidence.queries import ArchiveInfo
from marshrut.evidence.rules import KEPT, Scope
from marshrut.evidence.wording import said

from .draft import Draft
from .viewer import Viewer

PATH = "/evidence/"
#: where one comes from and goes back to
PAGES = {"thread": "/letters/{ref}/thread/", "project": "/projects/{ref}/", "company": "/companies/{ref}/"}


def url(kind: str, ref: int) -> str:
    """Of the form; a single card is asked for by `kind` "cards"."""
    return f"{PATH}new/?{urlencode({'kind': kind, 'ref': ref})}"


def screen(found: Sequence[ArchiveInfo], viewer: Viewer) -> ArchivesScreen:
    lead = _("What you collected for a tender or a dispute. Kept for {days} days; only you see it.").format(days=KEPT)
    text = _("Open a thread, a project, a company or a card and press “Collect an archive”.")
    empty = None if found else Empty("start", _("No archives yet"), text)
    building = any(one.state == "waiting" for one in found)
    return ArchivesScreen(tuple(_row(one, viewer) for one in found), building, lead, empty)


def _row(one: ArchiveInfo, viewer: Viewer) -> ArchiveRow:
    badges = {
        "waiting": Badge(_("is being built"), Tone.INFO),
        "ready": Badge(_("ready"), Tone.OK),
        "failed": Badge(_("not built"), Tone.BAD),
    }
    ready, waiting = one.state == "ready", one.state == "waiting"
    told = _("{done} of {asked}").format(done=formats.number(one.done), asked=formats.number(one.asked))
    again = url(one.scope.kind, one.scope.ref) if one.scope.ref is not None else ""
    return ArchiveRow(
        id=one.id,
        title=one.title or _("Archive № {id}").format(id=one.id),
        what=said(one.scope),
        badge=badges[one.state],
        asked_at=formats.ago(one.asked_at, viewer.now, viewer.zone),
        progress=told if waiting else "",
        done=one.done,
        asked=one.asked,
        why=one.why,
        facts=tuple(_facts(one, viewer)) if ready else (),
        sums=one.sums,
        download_url=f"{PATH}{one.id}/download" if ready else "",
        remove_url=f"{PATH}{one.id}/remove",
        again_url=again if one.state == "failed" else "",
    )


def _facts(one: ArchiveInfo, viewer: Viewer) -> Iterator[str]:
    yield ngettext("{count} card", "{count} cards", one.inside).format(count=formats.number(one.inside))
    yield formats.size(one.size)
    yield _("kept until {day}").format(day=formats.day(one.expires_at.astimezone(viewer.zone).date()))


def form(
    scope: Scope, title: str, count: int, draft: Draft, *, warning: str = "", cards: int | None = None
) -> SheetScreen:
    """`count`: how many cards would be in it."""
    ref = scope.ref if scope.ref is not None else cards
    lead = _("In it: {count} with every version of the documents, mails, approval sheets and the history.")
    many = ngettext("{count} card", "{count} cards", count).format(count=formats.number(count))
    back = PAGES.get(scope.kind, "/cards/{ref}/").format(ref=ref)
    return SheetScreen(
        title=_("Archive for a tender or a dispute"),
        form=draft.form(url(scope.kind, ref or 0), _fields(scope, draft), _("Collect an archive")),
        back=Link(title or _("Back"), back),
        lead=lead.format(count=many) if count else "",
        warning=warning,
    )


def _fields(scope: Scope, draft: Draft) -> Iterator[Field]:
    if scope.kind in ("project", "company"):
        yield draft.field("since", _("First day"), Kind.DATE)
        yield draft.field("until", _("Last day"), Kind.DATE)
        yield draft.field("others", _("Also contracts, payments and other cards"), Kind.YES_NO, wide=True)
