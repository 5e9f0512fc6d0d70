"""What was heard is settled: the button is used, the refusal journaled, what is said and shown comes as effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from marshrut.history import record
from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from ... import events, rights
from ...models import Action, Asking, Inbound, Spoken
from .. import codes
from ..verdicts import Heard, Say, Verdict

SAY: Final = "channel_say"
SETTLE: Final = "channel_settle"
REFRESH: Final = "channel_refresh"
#: how long words are awaited
PATIENCE: Final = timedelta(minutes=15)


@command(rights.SETTLE_ACTION)
def settle_action(actor: Actor, *, heard: Heard, verdict: Verdict) -> bool:
    """All that follows from what was heard, once. False when that has happened already."""
    access.require(actor, rights.SETTLE_ACTION)
    row = Inbound.objects.select_for_update().filter(pk=heard.id, state="new").first()
    if row is None:
        return False
    now = clock.now()
    row.state, row.why, row.person_id, row.settled_at = verdict.state, verdict.why, verdict.person, now
    row.save(update_fields=["state", "why", "person_id", "settled_at"])
    if verdict.used and verdict.action is not None:
        Action.objects.filter(pk=verdict.action, used_at=None).update(used_at=now, ended="done")
    if verdict.state == "refused":
        _journal(actor, heard, verdict)
    if verdict.asked is not None:
        Asking.objects.filter(pk=verdict.asked, ended="").update(ended=verdict.asked_end)
    asking = _ask(heard, verdict, now)
    for say in verdict.says:
        speak(heard.channel, heard.update.chat, verdict.person, say, now, inbound=row.pk, asking=asking)
    _show(heard, verdict)
    return True


def speak(
    channel: str,
    chat: str,
    person: int | None,
    say: Say,
    now: datetime,
    *,
    inbound: int | None = None,
    asking: Asking | None = None,
) -> Spoken:
    """Have something said in a chat, in the caller's transaction."""
    row = Spoken.objects.create(
        inbound_id=inbound, channel=channel, chat=chat, person_id=person, kind=say.kind, told=say.told,
        asking=asking if say.kind == "asks" else None, delivery_id=say.delivery, at=now,
    )  # fmt: skip
    effects.enqueue([effects.row(SAY, f"{SAY}:{row.pk}", payload={"spoken": row.pk})])
    return row


def _journal(actor: Actor, heard: Heard, verdict: Verdict) -> None:
    """On the person whose account it was, and on the one whose button it was: both shall know."""
    people = {one for one in (verdict.person, verdict.owner) if one is not None}
    journal(actor, people, heard.channel, verdict.why, verdict.about, verdict.answer)


def journal(
    actor: Actor, people: Iterable[int], channel: str, code: str, about: Mapping[str, Any], said: str = ""
) -> None:
    """Private step: what was refused, in the histories of these people."""
    values = {"what": str(codes.JOURNAL.get(code) or said[:500] or code)}
    body = {"channel": channel, "code": code, **about}
    for person in sorted(people):
        record.append(
            f"person:{person}", [record.line(events.REFUSED, actor=actor, at=clock.now(), body=body, values=values)]
        )


def _ask(heard: Heard, verdict: Verdict, now: datetime) -> Asking | None:
    """One question at a time for an action; an older one about it is over."""
    if verdict.question is None or verdict.person is None:
        return None
    wanted = verdict.question
    Asking.objects.filter(action_id=wanted.action, ended="").update(ended="dropped")
    return Asking.objects.create(
        action_id=wanted.action, person_id=verdict.person, channel=heard.channel, chat=heard.update.chat,
        field=wanted.field, asked_at=now, expires_at=now + PATIENCE,
    )  # fmt: skip


def _show(heard: Heard, verdict: Verdict) -> None:
    cause = f"heard:{heard.id}"
    if verdict.task is not None:
        alone = verdict.person if verdict.why == codes.NOT_YOURS else None
        pressed = heard.update.message if heard.update.heard == "press" else ""
        settled(verdict.task, cause, person=alone, pressed={verdict.acknowledges: pressed})
    if verdict.refresh is not None:
        payload = {"delivery": verdict.refresh}
        effects.enqueue([effects.row(REFRESH, f"{REFRESH}:{verdict.refresh}:{cause}", payload=payload)])


@command(rights.END_TASK)
def end_task(actor: Actor, *, task: int) -> int:
    """The task has ended elsewhere. Returns how many messages say so from now on."""
    access.require(actor, rights.END_TASK)
    return settled(task, "ended")


def settled(
    task: int, cause: str, *, person: int | None = None, pressed: Mapping[int | None, str] | None = None
) -> int:
    """Private step. Messages whose buttons are of no use any more say how it ended. Returns how many.

    `person`: only theirs, for the task is with somebody else. `pressed`: the delivery whose message was pressed, and
    its number there: whatever was noted of it, that one can be pressed, so it is settled (again).
    """
    rows = Action.objects.filter(task_id=task, **({"person_id": person} if person is not None else {}))
    lit = rows.filter(ended__in=("", "done")).values_list("delivery_id", flat=True)
    shown = dict.fromkeys(lit, "") | {one: number for one, number in (pressed or {}).items() if one is not None}
    rows.filter(ended="").update(ended="void")
    rows.filter(ended="done").update(ended="settled")
    effects.enqueue(
        [
            effects.row(SETTLE, f"{SETTLE}:{one}:{cause}", payload={"delivery": one, "pressed": shown[one]})
            for one in sorted(shown)
        ]
    )
    return len(shown)
