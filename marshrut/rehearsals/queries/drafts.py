"""Packs on their way to be published: what is wrong with them, what of them can be played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.definitions import loading, papers, proved
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


@dataclass(frozen=True, slots=True)
class DraftView:
    id: int
    pack: str
    version: str
    comment: str
    changed_at: datetime
    files: Mapping[str, str]


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
    return [_view(row) for row in Draft.objects.filter(added_by_id=actor.person_id).order_by("-changed_at", "-id")]


def draft(actor: Actor, draft: int) -> DraftView:
    """One's own; raises NotFound."""
    access.require(actor, rights.PUT_DRAFT)
    row = Draft.objects.filter(pk=draft, added_by_id=actor.person_id).first()
    if row is None:
        raise NotFound(NO_DRAFT)
    return _view(row)


def looked(files: Mapping[str, str]) -> Looked:
    """Every problem at once, proofs and stories among them when the rest is right."""
    try:
        source = loading.source(files)
    except Invalid as error:
        return Looked(None, (Problem("shape", loading.HEAD, str(error)),))
    others = definitions.card_types(but=source.key)
    verdict = validate(
        source, chart=org.chart(), others=others, kinds=papers.known(), tried=True, proved=proved.digests()
    )
    return Looked(verdict.pack, verdict.problems)


def playable_drafts(actor: Actor, language: str) -> list[tuple[str, str]]:
    """("<draft>:<card type>", what people read) of one's own drafts; without a right to drafts none."""
    if not access.may(actor, rights.PUT_DRAFT):
        return []
    found = []
    for one in drafts(actor):
        pack = _readable(one.files)
        for kind in pack.card_types if pack else ():
            title = _("Draft {version}: {title}").format(version=one.version, title=kind.title.say(language))
            found.append((f"{one.id}:{kind.key}", title))
    return found


def _readable(files: Mapping[str, str]) -> Pack | None:
    try:
        found = validate(loading.source(files))
    except Invalid:
        return None
    return None if any(one.level in ("shape", "names") for one in found.problems) else found.pack


def _view(row: Draft) -> DraftView:
    return DraftView(row.pk, row.pack, row.version, row.comment, row.changed_at, row.files)
