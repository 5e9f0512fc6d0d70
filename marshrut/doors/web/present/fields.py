"""Fields of a card type as inputs and as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from marshrut.cards import places
from marshrut.cards.queries.shown import name_cards
from marshrut.cards.queries.timeline import Wording, value_text
from marshrut.definitions.schema import tracks
from marshrut.definitions.schema.pack import Field as Rule
from marshrut.documents import queries as documents
from marshrut.doors.web import formats
from marshrut.doors.web.screens.card import FieldRow
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.engine.fields import plain_number
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

KINDS = {
    "text": Kind.TEXT,
    "long_text": Kind.LONG,
    "track_number": Kind.TRACK,
    "number": Kind.NUMBER,
    "money": Kind.MONEY,
    "date": Kind.DATE,
    "choice": Kind.CHOICE,
    "person": Kind.PERSON,
    "company": Kind.COMPANY,
    "contact": Kind.CONTACT,
    "deal": Kind.DEAL,
    "project": Kind.PROJECT,
    "card": Kind.CARD,
    "file": Kind.FILE,
    "yes_no": Kind.YES_NO,
}
#: sheets that add what is not there yet
ADDING = {"company": "/companies/sheet/"}
#: fields whose value is the id of something with a name
PICKED = frozenset({"company", "contact", "deal", "project"})
#: digits of what the database still takes for an id
LONGEST_ID = 18
SOURCES = {
    "person": "/people/suggest/",
    "company": "/companies/suggest/?add=1",
    "contact": "/contacts/suggest/",
    "deal": "/deals/suggest/",
    "project": "/projects/suggest/",
    "card": "/cards/suggest/",
}
OURS = "/companies/suggest/?ours=1"
#: of the pages of what a field points at
PAGES = {**places.ADDRESSES, "card": "/cards/"}


def inputs(
    words: Wording,
    keys: list[str],
    values: Mapping[str, Any],
    *,
    reader: int,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
    required: frozenset[str] = frozenset(),
    locked: frozenset[str] = frozenset(),
) -> tuple[Field, ...]:
    """Inputs for these fields. What the person typed comes before what is stored: a refusal loses nothing.

    Of files that came with a form only those are shown that the field holds already or the `reader` has uploaded.
    """
    shown = {key: (typed or {}).get(key, values.get(key)) for key in keys}
    kinds = {key: words.card_type.fields[key].kind for key in keys}
    for key in keys:
        if kinds[key] == "file" and typed and key in typed:
            shown[key] = _known_files(typed[key], values.get(key), reader)
    words.learn([(key, value) for key, value in shown.items() if kinds[key] == "file"])
    words.learn([(key, _id(value)) for key, value in shown.items() if kinds[key] in PICKED])
    name_cards(words, Actor.person(reader), [(key, _id(value)) for key, value in shown.items()])
    return tuple(
        _input(
            words,
            key,
            shown[key],
            error=str((errors or {}).get(key, "")),
            required=key in required,
            locked=key in locked,
            unchosen=str((typed or {}).get(f"{key}_text", "")),
        )
        for key in keys
    )


def _known_files(sent: Any, held: Any, reader: int) -> list[int]:
    """Any number can be sent in a form, and the name of a file says much."""
    sent = sent if isinstance(sent, list) else []
    found = documents.describe(sent) if sent else {}
    return [one for one in sent if one in (held or ()) or (one in found and found[one].uploaded_by == reader)]


def _id(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else None


def _input(
    words: Wording, key: str, value: Any, *, error: str, required: bool, locked: bool, unchosen: str = ""
) -> Field:
    rule = words.card_type.fields[key]
    kind = KINDS[rule.kind]
    if is_several_people(rule):
        return replace(_people(words, key, value, error=error, required=required, locked=locked), text=unchosen)
    return Field(
        name=key,
        label=rule.title.say(words.language),
        kind=kind,
        value=_typed(rule, value),
        text=_text(words, rule, value),
        hint=rule.help.say(words.language) if rule.help else "",
        error=error,
        required=required,
        locked=locked,
        wide=kind in (Kind.LONG, Kind.FILE),
        unit="₽" if kind == Kind.MONEY else "",
        options=tuple(Option(c.key, c.title.say(words.language), c.key == value) for c in rule.choices),
        source=_source(rule),
        add="" if locked or rule.ours else ADDING.get(rule.kind, ""),
        multiple=kind == Kind.FILE and (rule.document is None or rule.several),
        check=_check(rule, key) if not locked else "",
        beside=f"company:{rule.of}" if rule.of else "",
        way=rule.way or "",
        bare=_ways("none") if kind == Kind.TRACK else "",
        needed=_ways("needed") if kind == Kind.TRACK else "",
        reads=f"/cards/{words.card_type.key}/read/?field={key}" if rule.reads and not locked else "",
        least=_today(words) if rule.not_before else "",
        most=_today(words) if rule.not_after else "",
    )


def _ways(need: str) -> str:
    return " ".join(one.key for one in tracks.WAYS.values() if one.number == need)


def _check(rule: Rule, key: str) -> str:
    """The address that says something about the value while it is typed."""
    if rule.kind == "track_number":
        return f"/track/check/?{urlencode({'number-in': key, 'way-in': rule.way or ''})}"
    if rule.kind != "date":
        return ""
    return f"/calendar/hint/?{urlencode({'field': key, **({'past': 1} if rule.not_after else {})})}"


def _today(words: Wording) -> str:
    return clock.now().astimezone(words.zone).date().isoformat()


def _source(rule: Rule) -> str:
    if rule.kind == "card" and rule.card_types:
        return f"{SOURCES['card']}?{urlencode([('type', one) for one in rule.card_types])}"
    return OURS if rule.ours else SOURCES.get(rule.kind, "")


def is_several_people(rule: Rule) -> bool:
    return rule.kind == "person" and rule.several


def _people(words: Wording, key: str, value: Any, *, error: str, required: bool, locked: bool) -> Field:
    """Several people as chips. Ids that are nobody's are not shown: a form may send any number."""
    rule = words.card_type.fields[key]
    ids = value if isinstance(value, list | tuple) else []
    known = [one for one in map(_id, ids) if one is not None and words.chart.exists(one)]
    return Field(
        name=key,
        label=rule.title.say(words.language),
        kind=Kind.PEOPLE,
        hint=rule.help.say(words.language) if rule.help else "",
        error=error,
        required=required,
        locked=locked,
        wide=True,
        source=SOURCES["person"],
        chosen=tuple(Option(str(one), words.person(one)) for one in dict.fromkeys(known)),
    )


def _typed(rule: Rule, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if rule.kind == "money":
        amount = plain_number(str(value))
        return str(value) if amount is None else formats.money(amount, "").strip()
    if rule.kind == "file":
        return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if rule.kind == "yes_no":
        return "1" if value in (True, "1", "on", "true") else ""
    return str(value)


def _text(words: Wording, rule: Rule, value: Any) -> str:
    """The shown name of a chosen person, company or file."""
    if rule.kind in ("person", "card", *PICKED) and _id(value) is not None:
        return value_text(words, rule, _id(value))
    if rule.kind == "file" and value:
        return value_text(words, rule, value if isinstance(value, list | tuple) else [value])
    return ""


def row(words: Wording, key: str, value: Any, *, locked: str = "", big: bool = False) -> FieldRow:
    """A field as text."""
    rule = words.card_type.fields[key]
    text = "" if value in (None, "", []) else value_text(words, rule, value)
    known = rule.kind != "card" or ("card", value) in words.pointed
    url = f"{PAGES[rule.kind]}{value}/" if rule.kind in PAGES and value and known else ""
    return FieldRow(
        label=rule.title.say(words.language),
        value=text,
        url=url,
        big=big,
        wide=rule.kind == "long_text",
        locked=locked,
    )
