"""What this room tells others about e-documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

#: a line has a field `date`
Day = date
Tab = Literal["waiting", "ours", "overdue", "signed", "troubles", "revoked", "all"]
TABS: tuple[Tab, ...] = ("waiting", "ours", "overdue", "signed", "troubles", "revoked", "all")
#: 0 in time, 1 overdue, 2 critically so
Level = Literal[0, 1, 2]
Tone = Literal["plain", "moving", "good", "warn", "bad"]


def level_of(number: int) -> Level:
    return 2 if number >= 2 else 1 if number == 1 else 0


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted of the register. `text`: words of the party, a number, an ИНН. `since`, `until`: of `day`."""

    tab: Tab | Literal[""] = ""
    kind: str = ""
    direction: str = ""
    #: of crm; 0: without any
    company: int | None = None
    deal: int | None = None
    #: 0: without any
    manager: int | None = None
    since: Day | None = None
    until: Day | None = None
    #: key of a base
    base: str = ""
    status: str = ""
    text: str = ""
    #: when it was signed by both, inclusive days
    signed_since: Day | None = None
    signed_until: Day | None = None
    level: Level | None = None
    #: managers of these, for a department
    managers: tuple[int, ...] | None = None
    #: by who is awaited
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A status as people see it."""

    status: str
    title: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class EDocLine:
    """An e-document the reader may see."""

    card: int
    #: like «ЭД-17»
    label: str
    name: str
    base: str
    base_title: str
    direction: str
    direction_title: str
    kind: str
    kind_title: str
    number: str
    date: Day | None
    #: the list is ordered by it
    day: Day
    amount: Decimal | None
    #: as the base writes it, and the company of crm it was matched with
    party: str
    party_inn: str
    party_kpp: str
    company_id: int | None
    company: str
    organisation: str
    deal_id: int | None
    deal: str
    contact_id: int | None
    contact: str
    manager_id: int | None
    manager: str
    chip: Chip
    #: who is awaited: a code and in words
    actor: str
    actor_title: str
    sent_at: datetime | None
    answered_at: datetime | None
    changed_at: datetime | None
    #: since when somebody is awaited, and whole working days of that; None: nobody is
    waits_since: datetime | None
    waited_days: int | None
    #: by how many of them it is overdue
    late_days: int
    warn_at: datetime | None
    critical_at: datetime | None
    level: Level
    #: by both sides, when signed
    signed_at: datetime | None
    proved: bool
    reason: str
    gone: bool
    #: business time of the last answer that had it
    read_at: datetime
    stage: str
    stage_title: str


@dataclass(frozen=True, slots=True)
class Register:
    lines: tuple[EDocLine, ...]
    #: continue with it; None: the end
    after: str | None


@dataclass(frozen=True, slots=True)
class SignerLine:
    name: str
    #: text of the certificate
    whom: str
    at: datetime | None
    valid: bool | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two parties and its signatures."""

    ours: bool
    name: str
    inn: str
    kpp: str
    company_id: int | None
    signers: tuple[SignerLine, ...]
    signed_at: datetime | None
    #: a sentence, like «Подписал Иванов И. И. 3 августа» or «Ещё не подписано»
    sentence: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """A line of the way of signing (S2.18), oldest first."""

    kind: str
    title: str
    tone: Tone
    at: datetime | None
    side: str
    person: str
    comment: str
    raw: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that the base may give: `n` is its number on this document."""

    n: int
    name: str
    size: int
    kind: str


@dataclass(frozen=True, slots=True)
class TurnLine:
    id: int
    event: str
    title: str
    before: str
    at: datetime
    noticed_at: datetime
    suspicious: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class Stale:
    """How fresh it is. `minutes` since the last good answer of the base; `red` when it is silent too long (A2.3)."""

    minutes: int | None
    red: bool
    #: «Обновлено 5 минут назад», «1С не отвечает с 10:20»
    sentence: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A card of paperwork that waits for this document."""

    card: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class EDocPage:
    line: EDocLine
    #: the big plain sentence: «Ждём подписи ООО «Ромашка», 4-й рабочий день»
    sentence: str
    us: Side
    them: Side
    acts: tuple[ActLine, ...]
    turns: tuple[TurnLine, ...]
    files: tuple[FileLine, ...]
    stale: Stale
    may_refresh: bool
    why_not: str
    may_link: bool
    #: which of deal, contact, manager, about a person put there
    by_hand: tuple[str, ...]
    about: Linked | None
    raw_status: str
    contract: str
    comment: str
    responsible: str
    url: str
    bases: tuple[str, ...]
    oddities: tuple[str, ...]
    place: str
    ref: str


@dataclass(frozen=True, slots=True)
class TurnInfo:
    """For programs that react: a turn and the document as it is now. `words`: names of `{{ }}` in texts -> values."""

    id: int
    n: int
    card: int
    base: str
    event: str
    before: str
    at: datetime
    reason: str
    silent: bool
    suspicious: bool
    #: as it is now
    status: str
    level: Level
    kind: str
    direction: str
    amount: Decimal | None
    company_id: int | None
    organisation_id: int | None
    deal_id: int | None
    contact_id: int | None
    manager_id: int | None
    owner_id: int | None
    about_id: int | None
    words: dict[str, str] = field(default_factory=dict)
