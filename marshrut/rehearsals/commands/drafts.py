"""Drafts of packs: put there, marked as published, discarded. Only who put one there does anything with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access

from .. import rights, uploading
from ..models import Draft
from ..queries.drafts import NO_DRAFT, Looked, looked
from ..stories import tell_all


@command(rights.PUT_DRAFT)
def put_draft(
    actor: Actor,
    *,
    files: Mapping[str, str],
    draft: int | None = None,
    whole: bool = True,
    comment: str | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """Keep texts by file name as a draft and look them through. `whole`: they take the place of all that was there."""
    access.require(actor, rights.PUT_DRAFT)
    row = _own(actor, draft) if draft is not None else _new(actor)
    sent = uploading.read((name, text.encode()) for name, text in files.items()) if files else {}
    row.files = sent if whole and sent else {**row.files, **sent}
    if comment is not None:
        row.comment = comment[:500]
    row.changed_at = clock.now()
    _look(row)
    row.save()
    return {"draft": row.pk, "problems": len(row.problems)}


@command(rights.PUBLISH)
def publish_draft(actor: Actor, *, draft: int, version: int) -> None:
    """Remember that the installed `version` was made of it."""
    access.require(actor, rights.PUBLISH)
    row = _own(actor, draft)
    row.installed = version
    row.save(update_fields=["installed"])


@command(rights.DISCARD)
def discard_draft(actor: Actor, *, draft: int, key: str | None = None) -> None:
    """One that was published stays on record."""
    access.require(actor, rights.DISCARD)
    _own(actor, draft).delete()


def _new(actor: Actor) -> Draft:
    """Only people keep drafts: programs send whole packs."""
    if actor.person_id is None:
        raise Invalid(_("A draft belongs to a person: say as whom."))
    return Draft(added_by_id=actor.person_id, files={})


def _own(actor: Actor, draft: int) -> Draft:
    row = Draft.objects.select_for_update().filter(pk=draft, added_by_id=actor.person_id, installed=None).first()
    if row is None:
        raise NotFound(NO_DRAFT)
    return row


def _look(row: Draft) -> None:
    found = looked(row.files)
    source_key = found.pack.key if found.pack else ""
    row.pack, row.version = source_key, found.pack.version if found.pack else ""
    row.problems = [
        {"level": one.level, "path": one.path, "line": one.line, "said": one.said, "warning": one.warning,
         "way": list(one.way)}
        for one in found.problems
    ]  # fmt: skip
    row.stories = _stories(found)
    language = get_language() or "ru"
    kinds = found.pack.card_types if found.pack is not None and found.playable else ()
    row.playable = [[kind.key, kind.title.say(language)] for kind in kinds]


def _stories(found: Looked) -> list[list[Any]]:
    """Told only when the pack can be played."""
    if found.pack is None or not found.playable or any(one.level == "graph" for one in found.wrong):
        return []
    language = get_language() or "ru"
    return [[story.key, story.title.say(language), told.ok] for story, told in tell_all(found.pack)]
