"""Beside the route: comments with mentions, files. They change no stage and no task."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from marshrut.documents import queries as documents
from marshrut.engine.fields import blank
from marshrut.history import record
from marshrut.kernel import clock, sql
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid

from .. import guests, step
from ..models import Card, CardFile, Participant
from .references import usable_files

MAX_COMMENT = 10_000
MAX_MENTIONS = 20
#: why these rows may be touched
READ = "of a card that was read"


@command("card.comment")
def comment_card(
    actor: Actor, *, card: int, text: str, mentions: Iterable[int] = (), key: str | None = None
) -> dict[str, Any]:
    """Say something on the card. Colleagues who are mentioned see the card from then on and are told."""
    seen = _seen(actor, "card.comment", card)
    if blank(text):
        raise Invalid(_("Write something first."), code="empty_comment", fields={"text": _("Write something first.")})
    if len(text) > MAX_COMMENT:
        raise Invalid(_("The comment is too long."), code="too_long", fields={"text": _("The comment is too long.")})
    mentioned = [p for p in dict.fromkeys(mentions) if seen.chart.active(p) and p != actor.person_id][:MAX_MENTIONS]
    said = {"text": text.strip()}
    body = {"mentions": mentioned}
    # before the history: the order every step locks in
    Card.objects.system(READ).filter(pk=card).update(comments=F("comments") + 1)
    number = _append(actor, card, record.line("card.commented", actor=actor, at=clock.now(), body=body, values=said))
    _join(actor, card, seen, mentioned)
    _tell(seen, card, number, mentioned, actor.person_id)
    return {"card": card, "comment": number}


@command("card.attach")
def attach_files(actor: Actor, *, card: int, files: Iterable[int], key: str | None = None) -> dict[str, Any]:
    """Put uploaded files on the card."""
    _seen(actor, "card.attach", card)
    wanted = list(dict.fromkeys(files))
    if not wanted or set(wanted) - usable_files(actor, card, wanted):
        raise Invalid(_("The file is gone. Attach it again."), code="no_such_file")
    now = clock.now()
    lying = CardFile.objects.system(READ).filter(card_id=card, file_id__in=wanted)
    here = set(lying.values_list("file_id", flat=True))
    new = [file for file in wanted if file not in here]
    CardFile.objects.system(READ).bulk_create(
        [CardFile(card_id=card, file_id=file, added_by=actor.person_id, added_at=now) for file in new],
        ignore_conflicts=True,
    )
    if new:
        names = [info.name for info in documents.describe(new).values()]
        _append(
            actor,
            card,
            record.line("file.attached", actor=actor, at=now, body={"files": new}, values={"names": names}),
        )
    return {"card": card, "files": wanted}


def _seen(actor: Actor, action: str, card: int) -> step.Seen:
    seen = step.read(actor, card)
    step.require(actor, action, seen)
    return seen


def _join(actor: Actor, card: int, seen: step.Seen, mentioned: list[int]) -> None:
    """Speaker and mentioned take part from now on. Whom a guest mentions is a guest, for as long as that one is."""
    speaker = actor.person_id
    through = guests.through(speaker, seen) if speaker else None
    part, people = Participant.objects.system(READ), {*mentioned, *filter(None, [speaker])}
    part.bulk_create(
        [Participant(person_id=one, card_id=card, through=through) for one in people], ignore_conflicts=True
    )
    if through is None and mentioned:
        part.filter(card_id=card, person_id__in=mentioned, through__isnull=False).update(through=None)


def _append(actor: Actor, card: int, line: record.Line) -> int:
    return record.append(f"card:{card}", [line])


def _tell(seen: step.Seen, card: int, number: int, mentioned: list[int], speaker: int | None) -> None:
    """Mentioned people get a mention; the author and whoever holds a task get a comment."""
    listeners = {seen.state.author, *(task.assignee for task in seen.state.open_tasks)} - {speaker, *mentioned}
    notices = [("mention", person) for person in mentioned] + [("comment", person) for person in sorted(listeners)]
    effects = [
        {
            "dedup": f"card:{card}:{notice}:{number}:{person}",
            "kind": "notify",
            "lane": "notify",
            "subject": card,
            "payload": {"notice": notice, "person": person, "event": number},
        }
        for notice, person in notices
    ]
    if effects:
        sql.prepared("SELECT jobs_enqueue(%s::jsonb)", [json.dumps(effects)])
