"""What lies in the training 1C when it is opened for the first time, and what happens there by itself."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .acts import ActName, act
from .exchange import OUT, Base

#: acts that lead a document from sending to the signature, with the days between them
_WAY: Final[tuple[tuple[ActName, float], ...]] = (("send", 0.0), ("operator", 0.01), ("receipt", 0.03), ("sign", 1.0))
_KINDS: Final = (("upd", "УПД"), ("act", "А"), ("contract", "Д"), ("upd", "УПД"), ("invoice_factura", "СФ"))
_SIGNERS: Final = (
    "Петрова Мария Сергеевна",
    "Волков Игорь Павлович",
    "Ильина Ольга Дмитриевна",
    "Громов Олег Николаевич",
)


@dataclass(frozen=True, slots=True)
class Firm:
    name: str
    inn: str
    kpp: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who appears. `users`: names of people in 1C; `orders`: (number of an order, tax number of its customer)."""

    ours: Firm
    partners: Sequence[Firm]
    users: Sequence[str]
    orders: Sequence[tuple[str, ...]] = ()


def fill(base: Base, cast: Cast, documents: int, *, seed: int = 1, pictures: bool = True) -> list[str]:
    """Documents of the last weeks: most are signed, some wait, a few went wrong. The same each time."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    organisation = base.organisation(cast.ours.name, cast.ours.inn, cast.ours.kpp)
    parties = {one.inn: base.party(one.name, one.inn, one.kpp) for one in cast.partners}
    refs, now, made = list(parties.values()), base.now(), []
    for n in range(documents):
        kind, prefix = _KINDS[n % len(_KINDS)]
        at = _office_hours(now - timedelta(days=1 + (documents - n) * 40 / documents), chance)
        incoming = n % 6 == 5
        key = base.add(
            f"{prefix}-{n + 101}",
            party=refs[n % len(refs)],
            organisation=organisation,
            kind=kind,
            direction="in" if incoming else "out",
            amount=round(chance.uniform(5_000, 900_000), 2),
            at=at,
            contract=f"{n % len(refs) + 1}/26",
            user=cast.users[n % len(cast.users)],
            picture=pictures,
        )
        made.append(key)
        _lead(base, key, at, n, incoming, chance, now)
    return made + [_of_order(base, organisation, parties[inn], number, now) for number, inn in cast.orders]


def _office_hours(day: datetime, chance: random.Random) -> datetime:
    """Between nine and four, on a day that is no weekend."""
    day -= timedelta(days=max(day.weekday() - 4, 0))
    return day.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(minutes=chance.randrange(7 * 60))


def _of_order(base: Base, organisation: str, party: str, number: str, now: datetime) -> str:
    """The paper of an order, on its way to the customer."""
    at = now - timedelta(hours=20)
    about = f"По заявке {number}"
    key = base.add(f"УПД {number}", party=party, organisation=organisation, at=at, amount=48_000.0, comment=about)
    for name, days in _WAY[:3]:
        act(base, key, name, at=at + timedelta(days=days))
    return key


def _lead(base: Base, key: str, at: datetime, n: int, incoming: bool, chance: random.Random, now: datetime) -> None:
    who = _SIGNERS[n % len(_SIGNERS)]
    if incoming:
        if n % 12 == 5 and at + timedelta(days=1) < now:
            act(base, key, "sign_ours", at=at + timedelta(days=1))
        return
    refused = n % 15 == 10
    stop = 3 if refused else len(_WAY) if n % 5 else chance.randint(0, 3)
    moment = at
    for name, days in _WAY[:stop]:
        moment += timedelta(days=days)
        if moment >= now:
            return
        act(base, key, name, by=who if name == "sign" else "", at=moment)
    if refused:
        act(base, key, "reject", at=moment, comment="Неверно указано количество")
    elif n % 23 == 11 and stop == len(_WAY):
        act(base, key, "they_offer_annul", at=min(moment + timedelta(days=1), now))


#: what comes next where somebody else is awaited
_NEXT: Final[Mapping[str, ActName]] = {
    "ТребуетсяПодписание": "send",
    "ОжидаетсяПодтверждениеОператора": "operator",
    "ОжидаетсяИзвещениеОПолучении": "receipt",
    "ОжидаетсяПодтверждение": "sign",
}
#: a base that runs for weeks does not grow for ever; what has waited so long is left to people
MOST: Final = 300
LATELY: Final = timedelta(days=3)


def live(base: Base, beat: int) -> bool:
    """A step of one document, or a new one: called every minute or so. Whether anything happened."""
    rows = base.tables[OUT].rows
    fresh = [row["Ref_Key"] for row in rows if datetime.fromisoformat(row["Date"]) > base.now() - LATELY]
    waiting = [key for key in fresh if base.state_of(key) in _NEXT]
    if waiting and beat % 4:
        key = waiting[beat % len(waiting)]
        act(base, key, _NEXT[base.state_of(key)], by=_SIGNERS[beat % len(_SIGNERS)])
        return True
    if len(rows) >= MOST:
        return False
    like = rows[beat * 7 % len(rows)]
    kind, prefix = _KINDS[len(rows) % len(_KINDS)]
    base.add(
        f"{prefix}-{len(rows) + 501}",
        party=like["Контрагент"],
        organisation=like["Организация_Key"],
        kind=kind,
        amount=like["СуммаДокумента"],
    )
    return True
