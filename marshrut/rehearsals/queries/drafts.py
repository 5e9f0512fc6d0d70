"""Packs on their way to be published: what is wrong with them, what of them can be played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marshrut.definitions import loading, papers, tried
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import Pack
from marshrut.definitions.validation import Problem, validate
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access
from marshrut.org import queries as org

from .. import rights
from ..models import Draft

NO_DRAFT = gettext_lazy("There is no such draft.")
UNREAD = gettext_lazy("Confirm that you have read the warnings.")
NEW = gettext_lazy("There are warnings that were not there when you looked. Read them, then publish.")


@dataclass(frozen=True, slots=True)
class DraftView:
    id: int
    pack: str
    version: str
    comment: str
    changed_at: datetime
    files: Mapping[str, str]
    problems: tuple[Problem, ...]
    #: (key, title, whether it went as told)
    stories: tuple[tuple[str, str, bool], ...]
    #: (key, title) of card types that can be played
    playable: tuple[tuple[str, str], ...]
    #: of the pack in the active language; nothing while it cannot be made out
    title: str = ""

    @property
    def wrong(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if not one.warning)


@dataclass(frozen=True, slots=True)
class Looked:
    """A draft that was looked through. `pack`: as far as it can be made out."""

    pack: Pack | None
    problems: tuple[Problem, ...]

    @property
    def wrong(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if not one.warning)

    @property
    def playable(self) -> bool:
        return self.pack is not None and not any(one.level in ("shape", "names") for one in self.wrong)


def drafts(actor: Actor) -> list[DraftView]:
    """One's own, the newest first. One query."""
    access.require(actor, rights.PUT_DRAFT)
    return [
        _view(row)
        for row in Draft.objects.filter(added_by_id=actor.person_id, installed=None).order_by("-changed_at", "-id")
    ]


def draft(actor: Actor, draft: int) -> DraftView:
    """One's own; raises NotFound."""
    return _view(_own(actor, draft))


def _own(actor: Actor, draft: int) -> Draft:
    access.require(actor, rights.PUT_DRAFT)
    row = Draft.objects.filter(pk=draft, added_by_id=actor.person_id, installed=None).first()
    if row is None:
        raise NotFound(NO_DRAFT)
    return row


def to_publish(actor: Actor, draft: int, *, confirmed: bool) -> Mapping[str, str]:
    """Texts of one's own draft that may be installed as far as its warnings go, as they are at this minute.

    Raises NotFound; Invalid (warnings_new) when some are not among those that were shown, (warnings_unread) when those
    that were are not `confirmed`. What is wrong beyond warnings, `install_pack` refuses.
    """
    shown = _view(_own(actor, draft))
    now = _warnings(looked(shown.files).problems)
    if now - _warnings(shown.problems):
        raise Invalid(NEW, code="warnings_new")
    if now and not confirmed:
        raise Invalid(UNREAD, code="warnings_unread")
    return shown.files


def _warnings(problems: Iterable[Problem]) -> Counter[tuple[str, str, int | None]]:
    """By where they stand: their sentences are in the language of whoever looked."""
    return Counter((one.level, one.path, one.line) for one in problems if one.warning)


def looked(files: Mapping[str, str]) -> Looked:
    """Every problem at once, proofs and stories among them when the rest is right."""
    try:
        source = loading.source(files)
    except Invalid as error:
        return Looked(None, (Problem("shape", loading.HEAD, str(error)),))
    others = definitions.card_types(but=source.key)
    verdict = validate(
        source,
        chart=org.chart(),
        others=others,
        kinds=papers.known(),
        present=definitions.present(),
        tried=True,
        proved=tried.digests(),
    )
    return Looked(verdict.pack, verdict.problems)


def playable_drafts(actor: Actor) -> list[tuple[str, str]]:
    """("<draft>:<card type>", what people read) of one's own drafts; without a right to drafts none."""
    if not access.may(actor, rights.PUT_DRAFT):
        return []
    said = _("Draft {version}: {title}")
    return [
        (f"{one.id}:{key}", said.format(version=one.version, title=title))
        for one in drafts(actor)
        for key, title in one.playable
    ]


def comments() -> dict[int, str]:
    """Of installed versions, by their ids: what was written when they were published."""
    rows = Draft.objects.exclude(installed=None).exclude(comment="").order_by("id")
    return {row.installed: row.comment for row in rows.only("installed", "comment") if row.installed is not None}


def _view(row: Draft) -> DraftView:
    problems = tuple(
        Problem(one["level"], one["path"], one["said"], "", one["line"], one["warning"], tuple(one["way"]))
        for one in row.problems
    )
    stories = tuple((key, title, ok) for key, title, ok in row.stories)
    playable = tuple((key, title) for key, title in row.playable)
    return DraftView(
        row.pk, row.pack, row.version, row.comment, row.changed_at, row.files, problems, stories, playable,
        loading.title(row.files, get_language() or "ru"),
    )  # fmt: skip
