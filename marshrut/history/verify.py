"""Is the record as it was written? A second implementation of the chain, in plain Python, over rows read as they are.

It shows tampering, it does not prevent it: who may rewrite a whole chain with its end is caught only by an end kept
elsewhere (`anchors`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import rules
from .stored import End, Stored, stored

#: subject -> (seq, hash in hex), as printed on approval sheets or sent to an auditor
Anchors = Mapping[str, tuple[int, str]]

SENTENCES: dict[str, Any] = {
    "edited": _("changed after it was written, put in, or moved to another place"),
    "missing": _("deleted"),
    "extra": _("put in after the end of the chain"),
    "cut": _("the last events are missing"),
    "rewritten": _("differs from the hash kept elsewhere"),
    "value": _("an erasable value was changed or put in"),
    "erased": _("erased by decision; the chain still holds"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` is a key of SENTENCES; `detail` names the fields concerned, if any."""

    subject: str
    seq: int
    what: str
    detail: str = ""

    @property
    def alarm(self) -> bool:
        """False for what is lawful and only worth saying: values erased by decision."""
        return self.what != "erased"

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.subject} № {self.seq}: {SENTENCES[self.what]}{detail}"


def check(subject: str, rows: Iterable[Stored], end: End | None, anchor: End | None = None) -> Iterator[Finding]:
    """What is wrong with one chain; `rows` by rising `seq`. Pure.

    After a bad row the check goes on from the hash it carries, so that one edit is one finding.
    """
    last, before = 0, rules.START
    for row in rows:
        if row.seq <= last:
            yield Finding(subject, row.seq, "extra")
            continue
        if row.seq > last + 1:
            yield Finding(subject, last + 1, "missing", f"{last + 1}–{row.seq - 1}")
        elif row.alg != rules.ALG or rules.link(row.fields(), before) != row.hash:
            yield Finding(subject, row.seq, "edited")
        if end is None or row.seq > end.seq:
            yield Finding(subject, row.seq, "extra")
        elif row.seq == end.seq and row.hash != end.hash:
            yield Finding(subject, row.seq, "edited")
        if anchor and row.seq == anchor.seq and row.hash != anchor.hash:
            yield Finding(subject, row.seq, "rewritten")
        yield from _values(row)
        last, before = row.seq, row.hash
    if (end and end.seq > last) or (anchor and anchor.seq > last):
        yield Finding(subject, last + 1, "cut")


def _values(row: Stored) -> Iterator[Finding]:
    wrong = [
        field
        for field, kept in row.erasable.items()
        if not isinstance(kept, list) or len(kept) != 2 or row.digests.get(field) != rules.digest(str(kept[0]), kept[1])
    ]
    if wrong:
        yield Finding(row.subject, row.seq, "value", ", ".join(sorted(wrong)))
    erased = row.digests.keys() - row.erasable.keys()
    if erased:
        yield Finding(row.subject, row.seq, "erased", ", ".join(sorted(erased)))


def verify(subject: str | None = None, anchors: Anchors | None = None) -> list[Finding]:
    """Check one chain or, without a subject, every chain. Reads in portions: memory does not grow with the table."""
    return list(findings(subject, anchors))


def findings(subject: str | None = None, anchors: Anchors | None = None) -> Iterator[Finding]:
    """The same, one by one."""
    kept = {name: End(seq, bytes.fromhex(text)) for name, (seq, text) in (anchors or {}).items()}
    if subject is not None:
        kept = {name: end for name, end in kept.items() if name == subject}
    for (name, end), group in groupby(stored(subject), key=lambda found: (found[0], found[1])):
        yield from check(name, (row for _name, _end, row in group if row), end, kept.pop(name, None))
    for name in sorted(kept):
        yield Finding(name, 1, "cut")
