"""Fields that point elsewhere: the company, contact, deal, project, file, person or card must exist and be the actor's
to use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import CardType
from marshrut.documents import queries as documents
from marshrut.documents.queries import filed
from marshrut.engine.fields import BadValue, clean
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden, Invalid, NotFound

from .. import gate, guests, rights
from ..models import CardFile
from ..naming import POINTING, ids
from ..refusals import FIELD_SENTENCES, SENTENCES
from ..step import Check, Seen, read


def check(actor: Actor, fields: Mapping[str, Any]) -> Check:
    """A check for `step` of the raw values a person sent; it answers with names the card is found by."""

    def look(seen: Seen) -> str:
        card_type = seen.definition.card_type
        given = _cleaned(card_type, fields)
        troubles = {**_people(seen, given), **_files(actor, seen, given), **_cards(actor, seen, given)}
        companies = ids(card_type, {**seen.state.fields, **given}, "company")
        known = crm.describe(companies.values()) if companies else {}
        troubles.update({key: "no_such_company" for key, one in companies.items() if one not in known})
        troubles.update(_foreign(card_type, given, known))
        names, missing = _pointed(card_type, {**seen.state.fields, **given})
        troubles.update(missing)
        if troubles:
            sentences = {key: str(FIELD_SENTENCES[code]) for key, code in troubles.items()}
            raise Invalid(str(SENTENCES["bad_fields"]), code="bad_fields", fields=sentences)
        return " ".join([*(f"{one.name} {one.inn}" for one in known.values()), *names])

    return look


def editable(actor: Actor, seen: Seen, fields: Mapping[str, Any]) -> None:
    """Grants may open some fields only; raises Forbidden naming those the actor may not change."""
    if actor.person_id is None:
        return
    mine = rights.editable(seen.grants, actor.person_id, seen.chart, seen.facts)
    if mine is None:
        return
    card_type = seen.definition.card_type
    given = _cleaned(card_type, fields)
    foreign = [key for key in given if key not in mine and given[key] != seen.state.fields.get(key)]
    if foreign:
        sentence = str(FIELD_SENTENCES["not_yours"])
        raise Forbidden(sentence, code="field_forbidden", fields=dict.fromkeys(foreign, sentence))


def _cleaned(card_type: CardType, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Values the engine will accept; it names the others itself."""
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key in card_type.fields:
            try:
                values[key] = clean(card_type.fields[key], value)
            except BadValue:
                continue
    return values


def _foreign(card_type: CardType, given: Mapping[str, Any], known: Mapping[int, crm.CompanyInfo]) -> dict[str, str]:
    """Where one of our organisations belongs, another company does not."""
    chosen = {key: one for key, one in ids(card_type, given, "company").items() if card_type.fields[key].ours}
    return {key: "not_ours" for key, one in chosen.items() if one in known and not known[one].ours}


def _pointed(card_type: CardType, values: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Names of the contacts, deals and projects, and the fields whose choice is not there."""
    names: list[str] = []
    missing: dict[str, str] = {}
    for kind, describe in POINTING.items():
        if chosen := ids(card_type, values, kind):
            known = describe(set(chosen.values()))
            names += known.values()
            missing |= {key: f"no_such_{kind}" for key, one in chosen.items() if one not in known}
    return names, missing


def _people(seen: Seen, given: Mapping[str, Any]) -> dict[str, str]:
    chosen = {key: _each(one) for key, one in ids(seen.definition.card_type, given, "person").items()}
    return {key: "no_such_person" for key, people in chosen.items() if not all(map(seen.chart.active, people))}


def _each(value: Any) -> list[int]:
    """One person, or several of a field that takes them."""
    return value if isinstance(value, list) else [value]


def _cards(actor: Actor, seen: Seen, given: Mapping[str, Any]) -> dict[str, str]:
    cards = ids(seen.definition.card_type, given, "card")
    if not cards:
        return {}
    known = dict(gate.visible_to(actor, chart=seen.chart).filter(id__in=cards.values()).values_list("id", "type"))
    troubles = {key: "no_such_card" for key, card in cards.items() if card not in known}
    fields = seen.definition.card_type.fields
    for key, card in cards.items():
        allowed = fields[key].card_types
        if key not in troubles and allowed and known[card] not in allowed:
            troubles[key] = "other_card_type"
        elif key not in troubles and fields[key].shares and card != seen.state.fields.get(key):
            troubles |= {} if _may_share(actor, seen, card) else {key: "not_to_share"}
    return troubles


def _may_share(actor: Actor, seen: Seen, other: int) -> bool:
    """Whoever may talk on that card may ask others about it, but not who sees it only because it was shared with them.

    What a program makes is opened by its author's right.
    """
    person = actor.person_id or seen.state.author
    try:
        found = read(Actor.person(person), other)
    except NotFound:
        return False
    return found.allows(person, "comment") and guests.through(person, found) is None


def _files(actor: Actor, seen: Seen, given: Mapping[str, Any]) -> dict[str, str]:
    card_type = seen.definition.card_type
    wanted = {key: set(v) for key, v in given.items() if v and card_type.fields[key].kind == "file"}
    usable = usable_files(actor, seen.id, {file for files in wanted.values() for file in files})
    gone = {key: "no_such_file" for key, files in wanted.items() if files - usable}
    return _foreign_papers(actor, seen, wanted) | gone


def _foreign_papers(actor: Actor, seen: Seen, wanted: Mapping[str, set[int]]) -> dict[str, str]:
    """A process leads the papers in its fields, so one that it must leave alone is not put there by a person."""
    if actor.kind != "person":
        return {}
    held = {file for key in wanted for file in seen.state.fields.get(key) or ()}
    papers = {key: files - held for key, files in wanted.items() if seen.definition.card_type.fields[key].document}
    new = {file for files in papers.values() for file in files}
    foreign = filed.foreign(new, card=seen.id, author=seen.state.author) if new else set()
    return {key: "foreign_paper" for key, files in papers.items() if files & foreign}


def usable_files(actor: Actor, card: int | None, files: Iterable[int]) -> set[int]:
    """Of these files, those on the card already, those the actor uploaded, and versions of papers the actor sees.

    An id is no way to another's file.
    """
    wanted = set(files)
    if not wanted:
        return set()
    lying = CardFile.objects.system("of a card that was read").filter(card_id=card or 0, file_id__in=wanted)
    here = set(lying.values_list("file_id", flat=True))
    known = documents.describe(wanted - here) if wanted - here else {}
    trusted = actor.kind != "person"
    own = {key for key, one in known.items() if trusted or one.uploaded_by == actor.person_id}
    others = known.keys() - own
    return here | own | (documents.visible_files(actor, others) if others else set())
