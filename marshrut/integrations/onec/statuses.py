"""What the state of an exchange in 1C means, and what proves it. Pure.

There is no state "signed" in 1C: the state says that something was over, a message says what. An annulment hides a
signed document; an awaited receipt may hide a reply that has come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Literal, cast

import yaml

from marshrut.definitions.schema.edocs import STATUSES
from marshrut.edocs.source import Actor, Direction

from .profile import DATA, Meaning

#: a message of ours or of the other side
Side = Literal["ours", "theirs", ""]
SIDES: Final[Mapping[str, Side]] = {"Исходящий": "ours", "Входящий": "theirs"}
SENDER: Final = "ИнформацияОтправителя"
REPLY: Final = "ИнформацияПолучателя"
CONFIRMED: Final = "Подтвержден"
#: the reply comes on the same message: PDF, contracts
PLAIN: Final = "Неформализованный"
#: stopped by a failure on the way: looks like a refusal and is none
_LOST: Final = frozenset({"ОшибкаПередачиБлокирующая", "ОшибкаПередачиНеблокирующая"})
#: file of БЭД 1.7 that both have signed
SIGNED_FILES: Final = frozenset({"ПолностьюПодписан", "Принят", "Обработан"})
#: in these 1C is not heard to say whether the reply has come
_CLAIM: Final = frozenset({"signed", "signed_partially"})


@dataclass(frozen=True, slots=True)
class Message:
    ref: str
    part: str
    side: Side
    status: str
    at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document when its state is judged."""

    direction: Direction
    state: str
    reply_required: bool | None = None
    notice_required: bool | None = None
    without_signature: bool | None = None
    stop_reason: str = ""
    reglament: str = ""
    signed_ours_at: datetime | None = None
    #: None: messages cannot be read in this base
    messages: tuple[Message, ...] | None = None
    #: states of files (БЭД 1.7)
    file_statuses: frozenset[str] = frozenset()
    #: sides whose signature lies on the content itself
    signed_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    status: str
    actor: Actor
    #: what proves it was seen; False: the state alone says so
    proved: bool
    oddities: tuple[str, ...] = ()
    #: the message that the reply is
    reply: Message | None = field(default=None, compare=False)


def judge(facts: Facts, table: str, own: Mapping[str, Meaning] | None = None) -> Judged:
    """`own` goes before the built-in table; a state that is in none is unknown, and said so."""
    means = (own or {}).get(facts.state)
    usual = _table(table).get(facts.state, {})
    said = ""
    if means is not None:
        said = means.out if facts.direction == "out" else means.incoming
    said = said or str(usual.get(facts.direction, ""))
    actor = cast("Actor", (means.actor if means else None) or usual.get("actor", "none"))
    reply = replied(facts)
    status = _RULES[said[1:]](facts, reply is not None) if said.startswith("@") and said[1:] in _RULES else said
    if status not in STATUSES:
        return Judged("unknown", "none", True, (f"state:{facts.state}",), reply)
    proved = status not in _CLAIM or reply is not None or _shown(facts)
    return Judged(status, actor, proved, () if proved else ("unproved",), reply)


def replied(facts: Facts) -> Message | None:
    """The message by which the receiving side has signed; its notices and refusals are none."""
    theirs: Side = "theirs" if facts.direction == "out" else "ours"
    for one in facts.messages or ():
        if one.part == REPLY and one.side == theirs:
            return one
    if facts.reglament in (PLAIN, ""):
        for one in facts.messages or ():
            if one.part == SENDER and one.status == CONFIRMED:
                return one
    return None


def _shown(facts: Facts) -> bool:
    """A signature of the receiving side lies on the content itself."""
    receiving = "theirs" if facts.direction == "out" else "ours"
    return receiving in facts.signed_by or bool(facts.file_statuses & SIGNED_FILES)


def _has(facts: Facts, part: str, side: Side = "") -> bool:
    return any(one.part == part and side in ("", one.side) for one in facts.messages or ())


def _replied(facts: Facts, reply: bool) -> str:
    """Theirs: our reply is on its way, unless none was asked for."""
    return "signed" if facts.reply_required or (facts.reply_required is None and reply) else "delivered"


def _perhaps_signed(facts: Facts, reply: bool) -> str:
    return "signed" if reply else "delivered"


def _viewed(facts: Facts, reply: bool) -> str:
    return "viewed" if facts.notice_required else "delivered"


def _finished(facts: Facts, reply: bool) -> str:
    if reply or _shown(facts):
        return "signed"
    if facts.without_signature or facts.reply_required is False:
        return "completed"
    if facts.reply_required is None and facts.file_statuses:
        return "completed"
    return "signed"


def _refused(facts: Facts, reply: bool) -> str:
    """A blocking failure of the transport looks the same as a refusal."""
    return "delivery_error" if facts.stop_reason in _LOST else "rejected"


def _our_refusal(facts: Facts, reply: bool) -> str:
    """Of the document, or of its annulment."""
    if facts.messages is None or _has(facts, "УОУ", "ours"):
        return "rejected"
    return "revocation_requested" if _has(facts, "ПОА_УОУ") or _has(facts, "ПОА") else "rejected"


_RULES: Final[Mapping[str, Callable[[Facts, bool], str]]] = {
    "replied": _replied,
    "perhaps_signed": _perhaps_signed,
    "viewed": _viewed,
    "finished": _finished,
    "refused": _refused,
    "our_refusal": _our_refusal,
}


@lru_cache
def _table(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def states(table: str) -> list[str]:
    """All states that a table knows."""
    return list(_table(table))
