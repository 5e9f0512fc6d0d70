"""When a reaction fits a turn of an e-document, when it comes too late, and what its settings may say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Protocol

from marshrut.definitions.schema.edocs import DIRECTIONS, KINDS

#: statuses people react to, then what the clock says; in the order a form offers them
EVENTS: Final = (
    "signed", "rejected", "overdue", "critical", "sent", "delivered", "viewed", "needs_our_sign", "signed_partially",
    "correction_requested", "delivery_error", "invite_pending", "completed", "corrected", "revocation_requested",
    "revoked", "force_closed", "returned", "gone",
)  # fmt: skip
ACTS: Final = ("notify", "task", "mail", "remind_client", "move_deal", "invoice", "payment")
#: what leaves something behind that would be wrong for a document that goes no further
MAKING: Final = frozenset({"task", "move_deal", "invoice", "payment", "remind_client"})
#: what is done once for a document unless somebody says otherwise
ONCE: Final = frozenset({"move_deal", "invoice", "payment"})
#: a document there is to be worked on no more
UNDONE: Final = frozenset({"revocation_requested", "revoked", "rejected", "force_closed", "corrected"})
#: of what came of it: "sending": a mail on its way, the mail server's answer is not known yet
STATES: Final = ("doing", "sending", "done", "skipped", "failed")
#: who is told; roles and people besides: "role:director", "person:17"
WHOM: Final = ("manager", "head", "owner")
#: who does a task (the field `whom` of an errand); people besides
DOERS: Final = ("manager", "head", "accounting", "logistics")
LONGEST_TITLE, LONGEST_TEXT, MOST_DAYS = 200, 2000, 60
#: what texts may name
WORDS: Final = (
    "document", "party", "inn", "kind", "number", "date", "amount", "organisation", "status", "reason", "manager",
    "deal", "contract", "days",
)  # fmt: skip
#: the same in Russian: people may write either
RUSSIAN: Final = {
    "document": "документ", "party": "контрагент", "inn": "инн", "kind": "вид", "number": "номер", "date": "дата",
    "amount": "сумма", "organisation": "организация", "status": "статус", "reason": "причина",
    "manager": "ответственный", "deal": "сделка", "contract": "договор", "days": "дней",
}  # fmt: skip
_MEANT: Final = {**{name: name for name in WORDS}, **{russian: name for name, russian in RUSSIAN.items()}}
_PLACE = re.compile(r"\{\{\s*([a-zа-яё_]+)\s*\}\}")
_ANY_PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


class About(Protocol):
    """A reaction, as far as it is compared with a turn."""

    @property
    def event(self) -> str: ...
    @property
    def kinds(self) -> Any: ...
    @property
    def direction(self) -> str: ...
    @property
    def bases(self) -> Any: ...
    @property
    def min_amount(self) -> Decimal | None: ...
    @property
    def with_deal(self) -> bool: ...
    @property
    def do(self) -> str: ...


class Turn(Protocol):
    """What happened, and the document now (`edocs.queries.TurnInfo`)."""

    @property
    def event(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def base(self) -> str: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def deal_id(self) -> int | None: ...


def unfit(about: About, turn: Turn) -> str:
    """Why the reaction does not answer to the turn, a key of `sentences.WHY_NOT`; "" when it does."""
    if about.event != turn.event:
        return "event"
    if about.kinds and turn.kind not in about.kinds:
        return "kind"
    if about.direction and turn.direction != about.direction:
        return "direction"
    if about.bases and turn.base not in about.bases:
        return "base"
    if about.min_amount is not None and (turn.amount is None or turn.amount < about.min_amount):
        return "amount"
    return "deal" if about.with_deal and turn.deal_id is None else ""


def too_late(about: About, turn: Turn) -> str:
    """Why nothing is done any more: the worker may have stood still since it happened. A key of `WHY_NOT`, or ""."""
    if about.event in ("overdue", "critical"):
        return "answered" if turn.level < (2 if about.event == "critical" else 1) else ""
    if about.do == "remind_client" and turn.status != turn.event:
        return "moved_on"
    return "moved_on" if about.do in MAKING and turn.status in UNDONE and turn.event not in UNDONE else ""


def fill(text: str, words: Mapping[str, str]) -> str:
    """A text with its places filled. A line whose places are all empty is left out, with what surrounds them.

    One pass: a value can smuggle in no places.
    """
    lines = []
    for one in text.splitlines():
        names = [_MEANT.get(name, "") for name in _PLACE.findall(one)]
        if not names or any(words.get(name) for name in names):
            lines.append(_PLACE.sub(lambda found: words.get(_MEANT.get(found[1], ""), ""), one).rstrip())
    return "\n".join(lines).strip()


def line(text: str, most: int = LONGEST_TITLE) -> str:
    """As one line: a subject, a title."""
    short = " ".join(text.split())
    return short if len(short) <= most else f"{short[: most - 1]}…"


def wrong_places(text: str) -> list[str]:
    """Names in a text that are none of `WORDS`."""
    return [name.strip() for name in _ANY_PLACE.findall(text) if name.strip() not in _MEANT]


def in_russian(text: str) -> str:
    """The same text with Russian names of places, as a Russian form shows it."""
    return _PLACE.sub(lambda found: f"{{{{ {RUSSIAN.get(found[1], found[1])} }}}}", text)


def whom_of(text: str) -> tuple[str, str] | None:
    """("manager", "") · ("role", key) · ("person", id); None for what is none of them."""
    kind, _colon, rest = text.partition(":")
    if not rest:
        return (kind, "") if kind in {*WHOM, *DOERS} else None
    if kind == "role" and re.fullmatch(r"[a-z0-9_]{1,60}", rest):
        return kind, rest
    return (kind, rest) if kind == "person" and re.fullmatch(r"[1-9][0-9]{0,17}", rest) else None


def unknown_kinds(kinds: list[str]) -> list[str]:
    return [one for one in kinds if one not in KINDS]


def known_direction(direction: str) -> bool:
    return direction in ("", *DIRECTIONS)
