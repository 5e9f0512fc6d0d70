"""The way of signing (S2.18): messages tell what came from outside, the journal who pressed what in 1C. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal

from marshrut.edocs.source import Act, ActKind, Direction, Signer

from .statuses import CONFIRMED, PLAIN, REPLY, SENDER, Message

_Side = Literal["ours", "theirs", "operator", ""]
#: Действие of the journal -> what it is
ACTIONS: Final[dict[str, ActKind]] = {
    "Сформировать": "created", "Утвердить": "note", "Подписать": "signed_ours", "Отправить": "sent",
    "ОтправитьПовторно": "sent", "ОтклонитьПодписание": "rejected", "Отклонить": "rejected",
    "Аннулировать": "revocation_asked", "ПредложитьАннулирование": "revocation_asked",
    "ПринятьАннулирование": "revoked",
    "ОтклонитьАннулирование": "revocation_refused", "ЗакрытьПринудительно": "closed",
}  # fmt: skip
#: of the journal, these only repeat what a message says better
_LOADED: Final = frozenset({"Загрузить", "СформироватьИзвещение", "ПодписатьИзвещение", "ОтправитьИзвещение"})
#: СтатусыЭД of the older journal
OLDER: Final[dict[str, tuple[ActKind, _Side]]] = {
    "Сформирован": ("created", "ours"), "ЧастичноПодписан": ("signed_ours", "ours"),
    "Подписан": ("signed_ours", "ours"),
    "ПереданОператору": ("sent", "ours"), "Отправлен": ("sent", "ours"), "Доставлен": ("delivered", "operator"),
    "ДоставленоПодтверждение": ("delivered", "operator"), "Получен": ("viewed", ""),
    "ПолностьюПодписан": ("signed_theirs", "theirs"), "Принят": ("signed_theirs", "theirs"),
    "Отклонен": ("rejected", ""), "ОтклоненПолучателем": ("rejected", "theirs"),
    "ОтправленоПредложениеОбАннулировании": ("revocation_asked", ""), "Аннулирован": ("revoked", ""),
    "ОшибкаПередачи": ("error", "operator"), "ОтправкаЗаблокированаОператором": ("error", "operator"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal of 1C."""

    no: str
    action: str
    at: datetime | None
    user: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """What stands in the document itself."""

    sent_at: datetime | None = None
    signed_ours_at: datetime | None = None
    revoked_at: datetime | None = None


def acts(
    direction: Direction,
    reglament: str,
    messages: Sequence[Message],
    journal: Sequence[Line],
    signers: Sequence[Signer],
    dates: Dates,
    *,
    older: bool = False,
) -> tuple[Act, ...]:
    """In order; each with a name that stays the same whenever it is said again."""
    found = [*(act for one in messages if (act := _of_message(one, direction, reglament, signers)))]
    found = _joined(found, [act for line in journal if (act := _of_journal(line, direction, older=older))])
    found += _of_dates(direction, {act.kind for act in found}, signers, dates)
    return tuple(sorted(found, key=lambda act: (act.at or datetime.max.replace(tzinfo=UTC), act.uid)))


def _of_message(one: Message, direction: Direction, reglament: str, signers: Sequence[Signer]) -> Act | None:
    side: _Side = one.side
    kind: ActKind
    if one.part == REPLY and one.side == ("theirs" if direction == "out" else "ours"):
        kind = "signed_theirs" if direction == "out" else "signed_ours"
    elif one.part == SENDER and one.status == CONFIRMED and reglament in (PLAIN, ""):
        kind, side = ("signed_theirs", "theirs") if direction == "out" else ("signed_ours", "ours")
    elif one.part in _PARTS:
        kind = _PARTS[one.part]
        side = "operator" if kind in ("operator", "delivered") else one.side
    else:
        return None
    if kind == "signed_ours" and direction == "in":
        return None  # the journal and the date in the document tell it, with the person
    who = _name(signers, "theirs") if kind == "signed_theirs" else ""
    return Act(f"m:{one.ref}:{kind}", kind, one.at, side, who, one.note, one.part)


#: the whole name counts: `УОУ_ИОП` is a receipt and no refusal
_PARTS: Final[dict[str, ActKind]] = {
    "ПДО": "operator", "ПДП": "delivered", "ИОП": "viewed", "УОУ": "rejected", "ПОА": "revocation_asked",
    "ПОА_УОУ": "revocation_refused", "Ошибка": "error",
}  # fmt: skip
#: what the message already tells; the line of the journal only adds who pressed it
_TOLD: Final = frozenset({"rejected", "revocation_asked", "revocation_refused"})


def _of_journal(line: Line, direction: Direction, *, older: bool) -> Act | None:
    if older:
        kind, side = OLDER.get(line.action, ("note", ""))
        if kind == "signed_theirs" and direction == "in":
            kind, side = "signed_ours", "ours"
        return Act(f"j:{line.no}", kind, line.at, side, line.user if side == "ours" else "", line.comment, line.action)
    if line.action in _LOADED:
        return None
    kind = ACTIONS.get(line.action, "note")
    return Act(f"j:{line.no}", kind, line.at, "ours", line.user, line.comment, line.action)


def _joined(told: list[Act], pressed: list[Act]) -> list[Act]:
    """A message of ours and the line of who pressed it are one act."""
    left = list(pressed)
    found: list[Act] = []
    for act in told:
        same = next((one for one in left if act.side == "ours" and act.kind in _TOLD and one.kind == act.kind), None)
        if same is None:
            found.append(act)
            continue
        left.remove(same)
        found.append(replace(act, person=same.person, comment=act.comment or same.comment))
    return found + left


def _of_dates(direction: Direction, told: set[str], signers: Sequence[Signer], dates: Dates) -> list[Act]:
    """Where neither a message nor the journal says it."""
    found: list[Act] = []
    if direction == "out" and dates.sent_at and "sent" not in told:
        found.append(Act("f:sent", "sent", dates.sent_at, "ours", raw="ДатаОтправки"))
    if direction == "in" and dates.sent_at:
        found.append(Act("f:received", "sent", dates.sent_at, "theirs", raw="ДатаПолучения"))
    if dates.signed_ours_at and "signed_ours" not in told:
        who = _name(signers, "ours")
        found.append(Act("f:signed_ours", "signed_ours", dates.signed_ours_at, "ours", who, raw="ДатаПодписания"))
    if direction == "in" and "signed_theirs" not in told:
        at = next((one.at for one in signers if one.side == "theirs" and one.at), None)
        if at:
            found.append(Act("f:signed_theirs", "signed_theirs", at, "theirs", _name(signers, "theirs")))
    if dates.revoked_at and "revoked" not in told:
        found.append(Act("f:revoked", "revoked", dates.revoked_at, "", raw="ДатаАннулирования"))
    return found


def _name(signers: Sequence[Signer], side: str) -> str:
    return next((one.name or one.whom for one in signers if one.side == side), "")
