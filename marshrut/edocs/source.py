"""The seam to sources of e-documents: this room keeps bases and what they said, rooms that ask them register here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, Protocol

from marshrut.kernel.outside import Registry

Direction = Literal["out", "in"]
#: who is awaited; equals `definitions.schema.edocs.ACTORS`
Actor = Literal["us", "counterparty", "operator", "none"]
#: a lane of a run: fresh changes · documents that are not final · everything (nightly) · the first filling · one
#: document or counterparty that somebody asked for
Lane = Literal["changes", "open", "reconcile", "first", "asked"]
ActKind = Literal[
    "created", "signed_ours", "sent", "operator", "delivered", "viewed", "signed_theirs", "rejected", "clarify",
    "revocation_asked", "revocation_refused", "revoked", "error", "closed", "note",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """A party as the source writes it; requisites are cleaned of blanks and not checked yet."""

    ref: str
    name: str
    inn: str = ""
    kpp: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature. `whom`: the text of the certificate; `name`: the person read out of it, "" when it cannot be."""

    side: Literal["ours", "theirs"]
    whom: str
    name: str = ""
    at: datetime | None = None
    thumb: str = ""
    valid: bool | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """A line of the history of signing (S2.18). `uid` is the same whenever the source says it again."""

    uid: str
    kind: ActKind
    at: datetime | None
    side: Literal["ours", "theirs", "operator", ""] = ""
    person: str = ""
    comment: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that the source may give; the content is fetched when a person asks for it (S2.16)."""

    place: str
    ref: str
    name: str
    size: int = 0
    #: a picture for reading, or the very content that was signed
    kind: Literal["pdf", "original"] = "original"


@dataclass(frozen=True, slots=True)
class Found:
    """All that the source says of one document now. Times are aware; `place`: its set (kind of object) there."""

    place: str
    ref: str
    #: what changes whenever the source writes the document; compared for equality only
    version: str
    direction: Direction
    kind: str
    kind_title: str
    number: str
    date: date | None
    amount: Decimal | None
    organisation: Party
    counterparty: Party
    status: str
    raw_status: str
    actor: Actor
    #: stamp of the last change there; None when the source has none
    changed_at: datetime | None
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    revoked_at: datetime | None = None
    #: why it was refused or stopped, in words of the source or of the other side
    reason: str = ""
    #: the signature of the other side was seen, not only concluded from the status
    proved: bool = True
    #: number of the contract it belongs to; whatever text may name an order or a deal
    contract: str = ""
    comment: str = ""
    #: name, login or e-mail of whom the source calls responsible
    responsible: str = ""
    #: page of the operator about it
    url: str = ""
    signers: tuple[Signer, ...] = ()
    acts: tuple[Act, ...] = ()
    files: tuple[FileRef, ...] = ()
    #: numbers of accounting documents it belongs to, as people write them
    bases: tuple[str, ...] = ()
    #: anything odd that the doctor page shows
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """How a base is reached; secrets are open here, so it is never kept, shown or logged."""

    base: str
    settings: dict[str, Any]
    secrets: dict[str, str] = field(repr=False)

    def __repr__(self) -> str:
        return f"Account({self.base})"


class SourceTrouble(Exception):
    """A base did not answer as a whole. `said`: redacted words, never a secret nor data of a document."""

    def __init__(self, code: str, said: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code, self.said, self.retry_after = code, said, retry_after


@dataclass(frozen=True, slots=True)
class Content:
    """A file, or why there is none: `code` is a key of sentences of this room."""

    name: str = ""
    mime: str = ""
    body: bytes = b""
    code: str = ""
    url: str = ""


class Source(Protocol):
    """A program that can be asked for e-documents."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Any: ...
    @property
    def form(self) -> Sequence[Any]: ...

    def check(self, account: Account) -> Sequence[Any]:
        """The doctor: tries the account step by step, changing nothing there; each step says what to switch on."""

    def flaws(self, settings: Mapping[str, Any]) -> Mapping[str, str]:
        """What is wrong with settings beyond what their form says: line of the form -> why, in words."""

    def places(self, settings: Mapping[str, Any], profile: Mapping[str, Any]) -> Collection[str] | None:
        """Where a base with these settings, of which so much is known, keeps e-documents. None: nobody knows yet."""

    def run(self, base: str, lane: Lane, asked: Sequence[tuple[str, str]] = (), by: int | None = None) -> None:
        """Read one lane of the base and hand what it says to `commands`.

        `asked`: (place, ref) of the lane "asked"; `by`: the person who wants it, for the journal.
        """

    def file(self, account: Account, place: str, ref: str) -> Content:
        """The content of a file. Takes as long as the network does."""


_sources: Registry[Source] = Registry()
register, source, sources = _sources.register, _sources.get, _sources.all
