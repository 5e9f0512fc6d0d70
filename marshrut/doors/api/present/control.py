"""Control of letters, journals and promises as JSON."""

from __future__ import annotations

from dataclasses import asdict

from marshrut.dashboards.letters import Control, LetterList, LetterWait
from marshrut.letters.queries.journal_lines import JournalLine
from marshrut.letters.queries.journals import JournalPage
from marshrut.letters.queries.promises import Month, Promises
from marshrut.letters.queries.proof import ProofDay

from ..shapes import control as shapes


def figures(found: Control) -> shapes.ControlFigures:
    return shapes.ControlFigures(
        everybody=found.everybody,
        letters=found.cards,
        late=found.late,
        unanswered=found.unanswered,
        people=[
            shapes.PersonAtWork(
                person=one.person, letters=one.tasks, late=one.late, taken=one.taken, oldest=one.oldest, away=one.away
            )
            for one in found.people
        ],
        stages=[
            shapes.StageAtWork(
                type=one.card_type,
                stage=one.stage,
                letters=one.cards,
                late=one.late,
                median=one.median,
                worst=one.worst,
                worst_card=one.worst_card,
            )
            for one in found.stages
        ],
        follow_ups=[
            shapes.FollowUps(type=one.card_type, task=one.task, letters=one.cards, late=one.late)
            for one in found.follow_ups
        ],
        about=[shapes.AboutLetters(type=one.card_type, cards=one.cards, late=one.late) for one in found.about],
    )


def waiting(found: LetterList) -> shapes.WaitingLetters:
    return shapes.WaitingLetters(items=list(map(_wait, found.letters)), total=found.total, next=found.after)


def _wait(one: LetterWait) -> shapes.WaitingLetter:
    card, head = one.card, one.head
    return shapes.WaitingLetter(
        card=card.id,
        type=card.type,
        number=head.number if head else "",
        subject=head.subject if head and head.subject else card.name,
        partner=head.partner if head else "",
        stage=card.stage,
        holders=list(card.holders),
        since=card.entered_at,
        minutes=one.minutes,
        due_at=card.due_at,
        late=one.late,
    )


def journal(found: JournalPage) -> shapes.JournalLines:
    return shapes.JournalLines(items=list(map(_line, found.lines)), total=found.total, next=found.after)


def _line(one: JournalLine) -> shapes.JournalEntry:
    told = {name: value for name, value in asdict(one).items() if name in shapes.JournalEntry.model_fields}
    return shapes.JournalEntry(**{**told, "answers": list(one.answers)})


def promises(found: Promises, proofs: tuple[ProofDay, ...]) -> shapes.PromiseFigures:
    base = found.baseline
    return shapes.PromiseFigures(
        months=[_month(one) for one in found.months],
        baseline=shapes.BaselineFigures(**asdict(base)) if base else None,
        proofs=[_proof(one) for one in proofs],
    )


def _month(one: Month) -> shapes.PromiseMonth:
    return shapes.PromiseMonth(
        month=one.first,
        answered=shapes.TookTime(**asdict(one.answered)),
        done=shapes.TookTime(**asdict(one.done)),
        moves=shapes.SharedWork(**asdict(one.moves)),
        steps=shapes.SharedWork(**asdict(one.steps)),
    )


def _proof(one: ProofDay) -> shapes.ProofOfDay:
    return shapes.ProofOfDay(
        day=one.day,
        at=one.at,
        registered=one.registered,
        live=one.live,
        final=one.final,
        outside=one.count,
        letters=[shapes.OutsideLetter(**letter.as_json()) for letter in one.outside],
    )
