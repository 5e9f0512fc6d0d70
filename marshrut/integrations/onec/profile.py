"""Where a configuration of 1C keeps e-documents: names of its objects and fields, in `data/` or in one's own text.

A name that ends with `*` may be missing in a base: it is left out of questions when 1C does not know it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

DATA: Final = Path(__file__).parent / "data"
BUILT_IN: Final = ("bp30_bed19", "bp30_bed17")
#: a name of 1C; nothing else gets into a question
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-zА-Яа-яЁё_][A-Za-zА-Яа-яЁё0-9_]{0,150}\*?$")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Detect(Part):
    all: tuple[Name, ...] = Field(min_length=1)
    none: tuple[Name, ...] = ()


class Kind(Part):
    """A set of e-documents."""

    set: Name
    direction: Literal["out", "in"]
    sent_at: Name


class Fields(Part):
    number: Name
    date: Name
    amount: Name = ""
    organisation: Name
    counterparty: Name
    kind: Name = ""
    kind_name: Name = ""
    contract: Name = ""
    signed_ours_at: Name = ""
    revoked_at: Name = ""
    reply_required: Name = ""
    notice_required: Name = ""
    without_signature: Name = ""
    stop_reason: Name = ""
    corrected: Name = ""
    reglament: Name = ""
    reason: Name = ""
    comment: Name = ""
    responsible: Name = ""
    flow: Name = ""


class State(Part):
    """`set` is empty when the state stands in the e-document itself; then `doc` is, too."""

    set: Name = ""
    doc: Name = ""
    value: Name
    changed_at: Name = ""
    comment: Name = ""


class Links(Part):
    set: Name = ""
    doc: Name = ""
    object: Name
    actual: Name = ""
    #: a tabular part of the e-document instead of a register
    tabular: Name = ""


class History(Part):
    set: Name
    doc: Name
    no: Name
    action: Name
    at: Name
    user: Name = ""
    comment: Name = ""


class Messages(Part):
    set: Name
    doc: Name
    direction: Name
    part: Name
    status: Name
    at: Name
    note: Name = ""


class Files(Part):
    set: Name
    owner: Name
    #: whose file it is: a message of the document, or the document itself
    of: Literal["message", "document"]
    data: Name = ""
    status: Name = ""
    pdf: bool = False


class Signatures(Part):
    set: Name
    object: Name
    no: Name
    at: Name
    whom: Name
    thumb: Name = ""
    valid: Name = ""
    by: Name = ""


class Kinds(Part):
    set: Name
    type: Name


class Meaning(Part):
    out: str = ""
    #: `in` is a word of Python
    incoming: str = Field("", alias="in")
    actor: Literal["us", "counterparty", "operator", "none"] | None = None


class Profile(Part):
    key: str = "custom"
    detect: Detect
    documents: tuple[Kind, ...] = Field(min_length=1)
    fields: Fields
    state: State
    links: Links | None = None
    history: History | None = None
    messages: Messages | None = None
    files: tuple[Files, ...] = ()
    signatures: Signatures | None = None
    certificates: Name = ""
    kinds: Kinds | None = None
    parties: tuple[Name, ...] = ("Catalog_Контрагенты", "Catalog_Организации")
    users: Name = ""
    contracts: Name = ""
    #: accounting documents whose numbers tell what an e-document belongs to
    papers: tuple[Name, ...] = ()
    #: which table of states is spoken
    states: Literal["bed19", "bed17"] = "bed19"
    #: states of one's own, or other meanings of known ones
    meanings: dict[str, Meaning] = {}

    def kind_of(self, place: str) -> Kind | None:
        return next((kind for kind in self.documents if kind.set == place), None)

    def sets(self) -> dict[str, bool]:
        """All sets that are read -> whether nothing works without it."""
        needed = [kind.set for kind in self.documents] + ([self.state.set] if self.state.set else [])
        wished = [part.set for part in (self.messages, self.signatures, self.history, self.links, self.kinds) if part]
        wished += [part.set for part in self.files] + [
            *self.parties,
            *self.papers,
            self.certificates,
            self.users,
            self.contracts,
        ]
        return {**{name.rstrip("*"): False for name in wished if name}, **dict.fromkeys(needed, True)}


@dataclass(frozen=True, slots=True)
class Probed:
    """What a look at a base has shown; kept with it as JSON."""

    profile: str = ""
    #: sets that the profile wants and the base does not publish, or shows nobody like us
    missing: tuple[str, ...] = ()
    #: set -> field of the profile -> its name there, "" when there is none
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: "set.field" -> dialect of its comparison
    dialects: Mapping[str, str] = field(default_factory=dict)
    #: rows that the server gives at most, whatever is asked; 0: as many as are asked for
    cap: int = 0
    #: digest of the names of published sets and of the mapping: when it changes, all is looked at anew
    digest: str = ""
    #: ISO
    at: str = ""

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def of(kept: Mapping[str, Any]) -> Probed:
        """Whatever was kept by an earlier release is looked at anew."""
        try:
            return Probed(**{**kept, "missing": tuple(kept.get("missing", ()))})
        except TypeError:
            return Probed()


@lru_cache
def built_in(key: str) -> Profile:
    from .mapping import parse

    return parse((DATA / f"{key}.yaml").read_text(encoding="utf-8"), key)


def plain(name: str) -> str:
    return name.rstrip("*")


def optional(name: str) -> bool:
    return name.endswith("*")


def detected(published: frozenset[str]) -> str:
    """Key of the built-in profile that fits what a base publishes, "" when none does."""
    for key in BUILT_IN:
        detect = built_in(key).detect
        if published.issuperset(detect.all) and not published.intersection(detect.none):
            return key
    return ""
