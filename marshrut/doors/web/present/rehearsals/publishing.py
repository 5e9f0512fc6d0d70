"""Drafts of packs in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from marshrut.definitions.queries import PackLine
from marshrut.definitions.validation import Problem
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Badge, Link, Tone
from marshrut.doors.web.screens.publishing import DraftRow, DraftScreen, ProblemRow, PublishScreen, StoryRow, VersionRow
from marshrut.rehearsals.queries import DraftView

from . import words

PATH: Final = "/routes/publish/"
LEVELS: Final = {
    "shape": gettext_lazy("Writing"),
    "names": gettext_lazy("Names"),
    "graph": gettext_lazy("Ways"),
    "papers": gettext_lazy("Kinds of papers"),
    "fit": gettext_lazy("People"),
    "proofs": gettext_lazy("Proof"),
    "stories": gettext_lazy("Story"),
}


def address(draft: int) -> str:
    return f"{PATH}{draft}/"


def screen(
    drafts: Sequence[DraftView],
    packs: Sequence[PackLine],
    comments: Mapping[int, str],
    viewer: Viewer,
    draft: Draft,
) -> PublishScreen:
    return PublishScreen(
        title=_("Publish a route"),
        lead=_("Upload the files of a pack: they are checked, proved and rehearsed before anybody works by them."),
        tabs=words.tabs("publish"),
        form=draft.form(PATH, _fields(draft), _("Check")),
        drafts=tuple(_row(one, viewer) for one in drafts),
        versions=tuple(
            VersionRow(
                title=one.title,
                what=f"{one.version} · {formats.ago(one.installed_at, viewer.now, viewer.zone)}",
                files_url=f"{PATH}versions/{one.version_id}/files",
                comment=comments.get(one.version_id, ""),
            )
            for one in packs
        ),
    )


def _fields(draft: Draft, *, again: bool = False) -> tuple[Field, ...]:
    hint = _("YAML files or a ZIP of them, up to 5 MB") if not again else _("Changed files only, or all of them")
    files = Field(
        name="files",
        label=_("Files of the pack"),
        kind=Kind.FILE,
        multiple=True,
        wide=True,
        hint=hint,
        error=str(draft.errors.get("files", "")),
    )
    return (files, draft.field("comment", _("What is new in this version"), Kind.LONG, wide=True))


def _row(one: DraftView, viewer: Viewer) -> DraftRow:
    at = formats.ago(one.changed_at, viewer.now, viewer.zone)
    return DraftRow(
        url=address(one.id),
        title=one.title or one.pack or _("A draft that cannot be read yet"),
        what=" · ".join(filter(None, (one.version, one.comment[:100], at))),
        badge=badge(one),
    )


def badge(one: DraftView) -> Badge:
    many = len(one.wrong) + sum(not ok for _key, _title, ok in one.stories)
    if many:
        said = ngettext("{count} place to correct", "{count} places to correct", len(one.wrong) or many)
        return Badge(said.format(count=len(one.wrong) or many), Tone.BAD)
    return Badge(_("Ready"), Tone.OK) if not one.problems else Badge(_("Ready, with warnings"), Tone.WARN)


def one(found: DraftView, viewer: Viewer, draft: Draft) -> DraftScreen:
    here = address(found.id)
    ready = not found.wrong and all(ok for _key, _title, ok in found.stories)
    warnings = len(found.problems) - len(found.wrong)
    verdict, tone = _verdict(found, ready=ready)
    green = sum(ok for _key, _title, ok in found.stories)
    confirm = ngettext("I have read {count} warning", "I have read {count} warnings", warnings).format(count=warnings)
    return DraftScreen(
        title=f"{found.title or found.pack or _('Draft')} {found.version}".strip(),
        back=Link(_("Publish a route"), PATH),
        lead=_("Running cards stay with their version; new ones start with this one."),
        verdict=verdict,
        tone=tone,
        form=draft.form(f"{here}files", _fields(_kept(draft, found), again=True), _("Check again")),
        files=tuple(sorted(found.files)),
        problems=tuple(_problem(one) for one in found.problems),
        stories=tuple(_story(*one) for one in found.stories),
        stories_said=_("{green} of {all} went as told").format(green=green, all=len(found.stories)),
        plays=tuple(
            Link(_("Rehearse: {title}").format(title=title), f"{words.NEW}?type={found.id}:{key}", "player-play")
            for key, title in found.playable
        ),
        files_url=f"{here}files",
        publish=f"{here}publish" if ready else "",
        confirm=confirm if warnings else "",
        discard=f"{here}discard",
        error=draft.error,
    )


def _kept(draft: Draft, found: DraftView) -> Draft:
    return draft if "comment" in draft.values else Draft({"comment": found.comment}, draft.error, draft.errors)


def _verdict(found: DraftView, *, ready: bool) -> tuple[str, str]:
    if not ready:
        return _("It cannot be published yet: correct what is red and upload the files again."), "bad"
    if found.problems:
        return _("It can be published. Read the warnings first."), "warn"
    return _("Everything holds: it can be published."), "ok"


def _problem(one: Problem) -> ProblemRow:
    file, _colon, inside = one.path.partition(": ")
    line = _("line {number}").format(number=one.line) if one.line else ""
    place = " · ".join(filter(None, (file, line, inside)))
    return ProblemRow(place, one.said, Badge(str(LEVELS[one.level]), Tone.WARN if one.warning else Tone.BAD), one.way)


def _story(key: str, title: str, ok: bool) -> StoryRow:
    good, bad = pgettext("story", "As told"), pgettext("story", "Otherwise")
    return StoryRow(title, key, Badge(good, Tone.OK) if ok else Badge(bad, Tone.BAD))
