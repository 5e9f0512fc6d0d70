"""Letters as lines: what this room keeps of them, and what their cards say now. Only what the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from marshrut.cards import queries as cards
from marshrut.crm import queries as crm
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.documents import queries as documents
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import any_of

from ..models import Letter, Link
from ..types import letter_types
from .shapes import LetterFile, LetterLine, LetterLink


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids are called."""

    companies: dict[int, crm.CompanyInfo]
    projects: dict[int, crm.ProjectInfo]
    files: dict[int, documents.FileInfo]
    links: dict[int, list[LetterLink]]

    def company(self, which: int | None) -> str:
        found = self.companies.get(which or 0)
        return found.name if found else ""

    def project(self, which: int | None) -> str:
        found = self.projects.get(which or 0)
        return found.title if found else ""


def lines(actor: Actor, letters: Sequence[Letter], *, whole: bool = True) -> tuple[LetterLine, ...]:
    """In the order given; letters whose cards the actor may not see are left out. `whole`: with files and links."""
    seen = cards.among(actor, [one.card for one in letters])
    shown = [one for one in letters if one.card in seen]
    names = _Names(
        crm.describe({one for row in shown for one in (row.company_id, row.organisation_id) if one}),
        crm.describe_projects({row.project_id for row in shown if row.project_id}),
        documents.describe({file for one in seen.values() for file, _field in one.files}) if whole else {},
        links(actor, shown) if whole else {},
    )
    return tuple(_line(row, seen[row.card], names) for row in shown)


def type_of(definition: int, key: str) -> CardType:
    found = definitions.installed(definition).pack.card_type(key)
    assert found is not None
    return found


def _line(row: Letter, card: cards.Among, names: _Names) -> LetterLine:
    line, card_type = card.line, type_of(card.line.definition_id, row.type)
    stage = next(one for one in card_type.stages if one.key == line.stage)
    return LetterLine(
        card=row.card,
        label=f"{card_type.prefix}{row.card}",
        type=row.type,
        definition_id=line.definition_id,
        direction=row.direction,  # type: ignore[arg-type]
        number=row.number,
        dated=row.dated,
        their_number=row.their_number,
        their_date=row.their_date,
        subject=row.subject,
        day=row.day,
        created_at=row.created_at,
        company_id=row.company_id,
        company=names.company(row.company_id),
        contact_id=row.contact_id,
        project_id=row.project_id,
        project=names.project(row.project_id),
        organisation_id=row.organisation_id,
        organisation=names.company(row.organisation_id),
        sent_on=row.sent_on,
        way=row.way,
        track=row.track,
        term=row.term,
        stage=line.stage,
        stage_title=stage.title.say((get_language() or "ru")[:2]),
        stage_kind=stage.kind,
        stage_color=stage.color,
        author=line.author,
        addressee=row.addressee_id,
        executor=row.executor_id,
        holders=line.holders,
        due_at=line.due_at,
        finished_at=line.finished_at,
        comments=line.comments,
        people=tuple(dict.fromkeys(_people(card, card_type))),
        files=tuple(_files(card, card_type, names)),
        links=tuple(names.links.get(row.card, ())),
    )


def _people(card: cards.Among, card_type: CardType) -> Iterator[int]:
    yield card.line.author
    for key, field in card_type.fields.items():
        value = card.fields.get(key)
        if field.kind == "person" and value:
            yield from value if isinstance(value, list) else [value]
    yield from card.line.holders


def _files(card: cards.Among, card_type: CardType, names: _Names) -> Iterator[LetterFile]:
    """What lies in the fields of the letter now, then what is attached."""
    assert card_type.letter is not None
    now = {(file, key) for key in card_type.letter.files for file in card.fields.get(key) or ()}
    on_fields = {file for file, field in card.files if field}
    for file, field in sorted(card.files, key=lambda one: not one[1]):
        about = names.files.get(file)
        if about and ((file, field) in now or (not field and file not in on_fields)):
            yield LetterFile(file, about.name, about.size, about.content_type, field)


def links(actor: Actor, shown: Sequence[Letter]) -> dict[int, list[LetterLink]]:
    """What each letter is to others that the reader may see, oldest link first."""
    mine = [one.card for one in shown]
    found = Link.objects.filter(any_of("card", mine) | any_of("other", mine)).exclude(kind="apart").order_by("id")
    rows = list(found)
    ends = _ends(actor, shown, {end for row in rows for end in (row.card, row.other)})
    told: dict[int, list[LetterLink]] = {}
    for row in rows:
        for one, other, outward in ((row.card, row.other, True), (row.other, row.card, False)):
            if one in ends and other in ends:
                label, number = ends[other]
                link = LetterLink(row.kind, row.because, other, outward, label, number)  # type: ignore[arg-type]
                told.setdefault(one, []).append(link)
    return told


def _ends(actor: Actor, shown: Sequence[Letter], wanted: Collection[int]) -> dict[int, tuple[str, str]]:
    """Card -> (label, number) of letters at the ends of links, as far as the reader may see them."""
    there: list[Letter] = list(shown)
    missing = set(wanted) - {one.card for one in there}
    if missing:
        there += Letter.objects.filter(any_of("card", cards.visible_among(actor, missing)))
    prefixes = {key: kind.prefix for key, kind in letter_types().items()}
    return {one.card: (f"{prefixes.get(one.type, '')}{one.card}", one.number) for one in there}


def newest_first(letters: Any, after: str | None) -> Any:
    """The letters after a cursor "day:card", newest first."""
    if place := cursor(after):
        letters = letters.filter(Q(day__lt=place[0]) | Q(day=place[0], card__lt=place[1]))
    return letters.order_by("-day", "-card")


def oldest_first(letters: Any, after: str | None) -> Any:
    if place := cursor(after):
        letters = letters.filter(Q(day__gt=place[0]) | Q(day=place[0], card__gt=place[1]))
    return letters.order_by("day", "card")


def cursor(after: str | None) -> tuple[str, int] | None:
    """What a cursor says; None when it says nothing."""
    day, _colon, card = (after or "").partition(":")
    if not card.isascii() or not card.isdigit() or len(card) > 18:
        return None
    try:
        return date.fromisoformat(day).isoformat(), int(card)
    except ValueError:
        return None


def place_of(row: Letter) -> str:
    return f"{row.day.isoformat()}:{row.card}"
