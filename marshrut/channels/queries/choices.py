"""What people and the company chose."""

from __future__ import annotations

from typing import cast

from django.forms.models import model_to_dict

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights, sentences, wire
from ..models import Address, Defaults, Preference
from ..rules.choices import Choices, choices, ordered
from ..rules.groups import GROUPS, MANDATORY
from .channels import title_of
from .reach import COLUMNS, active_codes
from .shapes import ChannelChoice, GroupChoice, Manner, PreferenceInfo, Quiet, QuietKind


def preference(actor: Actor, person: int | None = None) -> PreferenceInfo:
    """One's own, or anybody's for an administrator."""
    person = person if person is not None else actor.person_id
    if person is None or not access.may(actor, rights.SEE_PERSON, person=person):
        raise NotFound(sentences.NO_SUCH_PERSON)
    return _info(person, Preference.objects.filter(pk=person).first() or Preference(person_id=person, version=0))


def defaults(actor: Actor) -> PreferenceInfo:
    """The company's, for administrators."""
    access.require(actor, rights.SEE)
    return _info(None, None)


def _info(person: int | None, own: Preference | None) -> PreferenceInfo:
    company = Defaults.objects.first() or Defaults(version=0)
    held = choices(*(model_to_dict(row, fields=COLUMNS) for row in (own, company) if row is not None))
    codes, quiet = ordered(held.order, active_codes()), held.quiet
    return PreferenceInfo(
        person=person,
        version=own.version if own is not None else company.version,
        channels=_columns(person, codes),
        groups=_lines(held, codes),
        quiet=Quiet(cast("QuietKind", quiet.kind), quiet.since, quiet.until, quiet.days),
        digest=held.digest,
        own_order=bool(own and own.order),
        own_matrix=bool(own and own.matrix),
        own_quiet=bool(own and own.quiet),
        own_digest=bool(own and own.digest),
        minutes=company.minutes,
    )


def _columns(person: int | None, codes: tuple[str, ...]) -> tuple[ChannelChoice, ...]:
    live = Address.objects.filter(person_id=person, state="on", confirmed=True) if person is not None else None
    reached = set(live.values_list("channel", flat=True)) if live is not None else set()
    return tuple(ChannelChoice(one, title_of(one), _links(one), one in reached or one == "email") for one in codes)


def _links(code: str) -> bool:
    there = wire.wire(code)
    return there is not None and there.links


def _lines(held: Choices, codes: tuple[str, ...]) -> tuple[GroupChoice, ...]:
    return tuple(
        GroupChoice(
            group,
            str(sentences.GROUPS[group][0]),
            str(sentences.GROUPS[group][1]),
            group in MANDATORY,
            {one: cast("Manner", held.manner(group, one)) for one in codes},
        )
        for group in GROUPS
    )
