"""Ready parts of random routes: all of one kind in one list, so that one draw takes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.definitions.schema.shipments import STATUSES as PLACES
from tests.support.reference.page import WRONG_TRACK

Part = dict[str, Any]

SETTINGS: Mapping[str, int | str] = {"wait": 4, "nudge": 0, "limit": 1000, "cutoff": "13:00"}
ROLES = ("ops", "money", "board")
FIELDS: Part = {
    "title": {"kind": "text", "title": "Тема"},
    "amount": {"kind": "money", "title": "Сумма", "locked_by_approval": True},
    "owner": {"kind": "person", "title": "Ответственный", "takes_part": True},
    "people": {"kind": "person", "title": "Читатели", "several": True},
    "about": {"kind": "card", "title": "По карточке", "shares": True},
    "due": {"kind": "date", "title": "Срок"},
    "count": {"kind": "number", "title": "Число"},
    "flag": {"kind": "yes_no", "title": "Срочно"},
    "paper": {"kind": "file", "title": "Файл", "document": "contract", "several": True},
    "number": {"kind": "text", "title": "Номер", "by_system": True},
    "number_on": {"kind": "date", "title": "От", "by_system": True},
    "scan": {"kind": "file", "title": "Скан", "document": "letter_out"},
    "firm": {"kind": "company", "title": "Кому"},
    "address": {"kind": "text", "title": "E-mail"},
    "theirs": {"kind": "text", "title": "Вх. №"},
    "theirs_on": {"kind": "date", "title": "Вх. от"},
    "way": {
        "kind": "choice",
        "title": "Способ",
        "choices": [{"key": "post", "title": "Почта"}, {"key": "by_hand", "title": "Нарочно"}],
    },
    "track": {"kind": "track_number", "way": "way", "title": "Трек-номер"},
    "status": {
        "kind": "choice",
        "by_system": True,
        "title": "Где",
        "choices": [{"key": one, "title": one} for one in PLACES],
    },
}
SHIPMENT: Part = {"way": "way", "number": "track", "status": "status"}
LETTER: Part = {
    "direction": "out",
    "paper": "scan",
    "partner": "firm",
    "subject": "title",
    "address": "address",
    "their_number": "theirs",
    "their_date": "theirs_on",
    "number": "number",
    "date": "number_on",
}
#: what people put into the fields; None empties them
VALUES: Mapping[str, tuple[Any, ...]] = {
    "title": ("Бумага", "Коробки", None),
    "amount": ("500.00", "1500.00", None),
    "owner": (2, 5, 1, 7, None),
    "due": ("2026-07-10", "2026-07-12", "2026-06-30", None),
    "count": ("1", "0", None),
    "flag": (True, False, None),
    "paper": ([7], [8, 9], None),
    "people": ([2, 5], [3], [6, 1, 8], None),
    "about": (77, 78, None),
    "way": ("post", "by_hand", None),
    "track": ("80087700000000", WRONG_TRACK, None),
}
#: what programs write
LEARNED: Mapping[str, tuple[Any, ...]] = {
    "number": ("ИСХ-1", "ИСХ-2", None),
    "number_on": ("2026-07-02", None),
    "theirs": ("15/а", None),
    **VALUES,
}
CONDITIONS = (
    "amount > 1000",
    "flag = true",
    "filled(owner)",
    "not filled(title)",
    "count >= 1 and flag != true",
    "count(people) > 1",
    "skipped = 0",
)


def _once(span: Part) -> Part:
    return {"after": span}


def _twice(span: Part) -> Part:
    return {"every": span, "times": 2}


def _often(span: Part) -> Part:
    return {"every": span}


SPANS = (
    {"work_hours": 1},
    {"work_hours": "$wait"},
    {"work_hours": "$nudge"},
    {"work_days": 1},
    {"work_days": 2},
    {"hours": 5},
    {"days": 1},
)
SELF: Part = {"head_of": "author", "when_self": "self"}
#: of a card type
SELF_APPROVALS: tuple[Part | None, ...] = (
    {"policy": "second_above", "above": "$limit"},
    None,
    {"policy": "forbidden"},
    {"policy": "second_above", "above": 700, "field": "amount"},
    {"policy": "off"},
    {"policy": "marked"},
)
ANYONE: tuple[list[Part], ...] = (
    [{"role": "money"}],
    [SELF],
    [{"head_of": "author"}],
    [SELF],
    [{"role": "board"}],
    [{"role": "ops"}, {"role": "board"}],
    [{"person_in": "owner"}],
    [{"person_in": "owner"}, {"role": "board"}],
    [{"person_in": "people"}],
    [{"role": "board"}, {"person_in": "people"}],
    [{"author": True}],
    [{"heads_of": "author"}],
    [{"role": "ops"}, {"role": "money"}],
    [{"role": "money"}, {"role": "board"}],
    [{"role": "board"}, {"author": True}],
    [{"heads_of": "author"}, {"person_in": "owner"}],
    [{"head_of": "owner", "when_self": "skip"}],
    [{"heads_of": "owner", "levels": 1}],
    [{"heads_of": "author", "up_to_field": "owner"}],
)
DUES: tuple[list[Part], ...] = (
    [],
    [{"cutoff": "$cutoff"}],
    [{"field": "due"}, {"after": {"work_days": 2}}],
    [{"after": {"work_hours": "$wait"}}],
    [{"field": "due"}],
    [{"after": {"hours": 30}}],
)
SUM: list[Part] = [{"field": "amount", "required": True}]
FORMS: tuple[list[Part], ...] = (
    [],
    [{"field": "paper", "required": True}],
    [{"field": "title"}, {"field": "owner", "required": True}],
    SUM,
    [{"field": "people", "required": True}, {"field": "about"}],
    [{"field": "way", "required": True}, {"field": "track"}],
)
PAUSES: tuple[Part | None, ...] = (
    None,
    {"max_days": 7, "tell_head_from": 2},
    {"max_days": 7},
    {"max_days": 1, "reason": "optional", "tell_head_from": 1},
)
DOES: tuple[Part, ...] = (
    {"do": "remind"},
    {"do": "check"},
    {"do": "check", "nudge": True},
    {"do": "escalate", "to": [{"role": "ops"}]},
    {"do": "escalate", "to": [{"role": "board"}, {"author": True}]},
    {"do": "escalate", "to": [{"role": "ops"}], "may_decide": False},
    {"do": "remind", "to": [{"assignees": True}, {"role": "ops"}]},
)
#: without a key; "last" is the rung before, and such a rung works while that one does
RUNGS: tuple[Part, ...] = tuple(
    {"since": since, "while": during, **repeat(span), **does}
    for span in SPANS
    for since, during in (
        ("opened", "untaken"),
        ("last", "last"),
        ("opened", "open"),
        ("due", "open"),
        ("last", "open"),
        ("taken", "taken"),
    )
    for repeat in (_once, _twice, _often)
    for does in DOES
)
RESCUE: Part = {
    "key": "rescue",
    "after": {"work_days": 3},
    "while": "open",
    "do": "escalate",
    "to": [{"role": "ops"}, {"role": "board"}],
}
NOTIFY: Part = {"do": "notify", "to": [{"author": True}, {"role": "ops"}], "text": "Внимание"}
#: on a timer: waits for the working time of whom it tells
LATER: Part = {**NOTIFY, "in_working_hours": True}
STATUS: Part = {"do": "document_status", "field": "paper", "status": "review"}
NUMBER: Part = {"do": "register_document", "field": "paper"}
COUNT: Part = {"do": "set", "fields": {"count": "count + 1"}}
FILL: Part = {"do": "set", "fields": {"title": '"сделано"', "flag": "amount > 1000"}}
OWN: Part = {"do": "set", "fields": {"owner": "author"}, "when": "flag = true"}
ERRAND: Part = {"do": "create_card", "key": "errand", "card_type": "errand"}
GIVEN: Part = {**ERRAND, "author": {"person_in": "owner"}}
#: what is filled in from the card is corrected while it is waited for
READ: Part = {"what": '"о " + title', "sum": "amount + count", "who": "owner", "on": "today"}
WAITING: Part = {**ERRAND, "key": "awaited", "wait": True, "left": "gone", "fields": READ}
ONCE: Part = {"do": "create_card", "key": "bonus", "card_type": "errand", "once": True}
TALLY: Part = {"do": "set", "fields": {"count": "skipped"}}
#: only after a decision
STAMP: Part = {"do": "set", "fields": {"owner": "me", "number": "because", "number_on": "today"}}
READERS: Part = {"do": "set", "fields": {"people": "[author, owner]"}}
SEND: Part = {"do": "send_letter"}
#: what robots do on one occasion; MOVE stands for a move on to a stage ahead
MOVE: Part = {"do": "move"}
WORK: tuple[list[Part], ...] = (
    [NOTIFY],
    [COUNT],
    [FILL, NOTIFY],
    [OWN, COUNT],
    [ERRAND],
    [NOTIFY, MOVE],
    [COUNT, MOVE, NOTIFY],
    [OWN],
    [NUMBER],
    [GIVEN],
    [READERS],
    [ONCE],
    [TALLY],
)
WORK_OF_OUTCOMES: tuple[list[Part], ...] = (*WORK, [STAMP], [STAMP, TALLY])
#: only on entering
STATUSES: tuple[list[Part], ...] = ([STATUS], [STATUS], [STATUS, MOVE], [{**STATUS, "when": "flag = true"}, NOTIFY])
WORK_ON_ENTERING: tuple[list[Part], ...] = ([], *STATUSES, [], *WORK, [WAITING], [WAITING, COUNT], [WAITING, NOTIFY])
WORK_OF_TIMERS: tuple[list[Part], ...] = (
    *WORK,
    [WAITING],
    [LATER],
    [LATER],
    [COUNT, LATER],
    [{**LATER, "when": "flag = true"}],
)
BY: tuple[list[Part], ...] = ([{"author": True}], [{"role": "ops"}])

KINDS: tuple[Part, ...] = tuple(
    {"kind": kind, "chain": chain, "decide": decide}
    for chain, decide in ((False, "any"), (False, "all"), (True, "any"), (False, 2), (False, "all"), (True, "any"))
    for kind in ("approve", "perform")
)
RIGHTS: tuple[Part, ...] = tuple(
    {"may_also": instead, "otherwise": otherwise, "delegate": delegate}
    for instead in ([], [{"role": "ops"}], [{"role": "board"}, {"author": True}], [{"role": "ops"}])
    for otherwise in ([{"role": "ops"}, {"role": "board"}], [{"role": "board"}], [{"author": True}, {"role": "board"}])
    for delegate in (True, True, False)
)
YES: Part = {"key": "yes", "title": "Да", "style": "positive", "reason": "optional"}
NO: Part = {"key": "no", "title": "Нет", "style": "negative", "reason": "required", "to": "refused"}
FIRM: Part = {**NO, "decisive": True}
OTHER: Part = {"key": "other", "title": "Иначе", "style": "neutral"}
#: finishes without doing
SKIP: Part = {
    "key": "skip",
    "title": "Пропустить",
    "style": "neutral",
    "skip": True,
    "reasons": [{"key": "not_needed", "title": "Не нужно"}, {"key": "other", "title": "Другое", "explain": True}],
}
OUTCOMES: tuple[list[Part], ...] = (
    [YES, NO],
    [YES],
    [YES, FIRM],
    [YES, NO, OTHER],
    [YES, FIRM, {**OTHER, "when": "flag = true"}],
    [YES, SKIP],
    [YES, NO, SKIP],
)
PERHAPS = (None, None, None, *CONDITIONS)
RARELY = (False, False, True)
