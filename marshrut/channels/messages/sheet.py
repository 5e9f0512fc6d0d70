"""The digest of a card for whoever decides: what the inbox shows, in the lines of a message."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, Change, OpenTask, changes, shown
from marshrut.cards.queries.timeline import Wording

from .moments import due, when
from .reading import Reader
from .texts import VALUE, WORDS, line

Line = tuple[str, str]
#: characters of a value that is read, not looked at
LONG: Final = 80
#: lines of each part: a phone shows what matters without turning pages
FIELDS: Final = 10
SPOKEN: Final = 6
CHANGED: Final = 5


def sheet(view: CardView, task: OpenTask, words: Wording, reader: Reader, since: int | None) -> tuple[Line, ...]:
    """What is missed least comes last, for messengers cut what is below a picture.

    `since`: the edition this person was shown before, if any.
    """
    short, long = _parted(fields(view, task, words, reader))
    return (
        *short,
        *_deadline(task, reader),
        *_changed(view, task, words, reader, since),
        *_spoken(view, words, reader),
        *long,
    )


def fields(view: CardView, task: OpenTask, words: Wording, reader: Reader, most: int = FIELDS) -> tuple[Line, ...]:
    """The sum first: it is what a decision is about."""
    filled = shown.fields(view, task, words, reader.actor)
    ordered = sorted(filled, key=lambda one: not one.big)
    return tuple((line(one.label), line(one.value)) for one in ordered[:most])


def _parted(found: tuple[Line, ...]) -> tuple[list[Line], list[Line]]:
    return [one for one in found if len(one[1]) <= LONG], [one for one in found if len(one[1]) > LONG]


def _deadline(task: OpenTask, reader: Reader) -> tuple[Line, ...]:
    at = task.state.due_at
    return ((_("Deadline"), due(at, reader.now, reader.zone)),) if at else ()


def _spoken(view: CardView, words: Wording, reader: Reader) -> tuple[Line, ...]:
    """«Белов Б. О.: Согласовано, сегодня, 14:20. «Не больше трёх флаконов»»."""
    found = shown.spoken(view, words)
    return tuple((one.name, _said(one, reader)) for one in found[-SPOKEN:])


def _said(one: shown.Spoken, reader: Reader) -> str:
    at, reason = when(one.at, reader.now, reader.zone), line(one.reason, VALUE)
    what = _("Opinion") if one.opinion else one.outcome
    return _("{what}, {at}. “{words}”").format(what=what, at=at, words=reason) if reason else f"{what}, {at}"


def _changed(view: CardView, task: OpenTask, words: Wording, reader: Reader, since: int | None) -> tuple[Line, ...]:
    """Since the last message about the card, or since the reader's own decision in an earlier round."""
    title, found = _news(view, task, words, reader, since)
    if not found:
        return ()
    more = len(found) - CHANGED
    rest = (("", _("And {count} more.").format(count=more)),) if more > 0 else ()
    told = tuple((line(one.label), _pair(one)) for one in found[:CHANGED])
    return (("", title), *told, *rest)


def _news(
    view: CardView, task: OpenTask, words: Wording, reader: Reader, since: int | None
) -> tuple[str, tuple[Change, ...]]:
    if since is not None and since < view.state.edition:
        return _("Changed since the last message:"), changes.since(view.id, since, view.state.edition, words)
    if view.state.round < 2 or task.right is None or task.state.asked_by is not None or since is not None:
        return "", ()
    decided = changes.since_decision(view.id, reader.person, view.state.round, words)
    if decided is None:
        return "", ()
    at = when(decided.at, reader.now, reader.zone)
    return _("Changed since your decision of {at}:").format(at=at), decided.changes


def _pair(one: Change) -> str:
    return f"{line(one.before, VALUE // 2)} → {line(one.after, VALUE // 2)}"


def words_of(view: CardView, reader: Reader) -> Wording:
    return Wording(view.definition, view.chart, reader.zone)


__all__ = ["WORDS", "Line", "fields", "sheet", "words_of"]
