"""What a pack holds: settings, card types, fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _

from ... import catalogue, rules
from ...schema import tracks
from ...schema.expressions import EVERYWHERE, OF_OUTCOME
from ...schema.pack import CardType, Field, Pack, Setting
from ..problem import Finding
from . import known
from .walk import At

MAX_LENGTH = 100_000
#: words of conditions and look-ups that cannot be names of fields
RESERVED = frozenset(
    {"author", "this_card", "and", "or", "not", "in", "true", "false", "empty", *OF_OUTCOME, *EVERYWHERE}
)
#: words of a field that mean something only with some kinds
_WORDS = (
    "choices", "max_length", "card_type", "document", "several", "version_of", "filed_under", "reads", "ours",
    "takes_part", "shares", "link", "not_after", "not_before", "way", "of",
)  # fmt: skip


def pack(at: At) -> Iterator[Finding]:
    keys = [one.key for one in cast("Pack", at.thing).card_types]
    yield from at.twice("card_types", keys)
    yield from at.twice("stories", [one.key for one in cast("Pack", at.thing).stories])
    for index, key in enumerate(keys):
        if key in at.others:
            said = _("Another pack has a card type “%(name)s” already.")
            yield at.wrong("card_types", index, "key", said=said % {"name": key})


def setting(at: At) -> Iterator[Finding]:
    about = cast("Setting", at.thing)
    if about.kind == "choice":
        yield from _choice(at, about)
        return
    if about.choices:
        yield at.wrong(
            "choices", said=_("“%(name)s” has no effect with “%(do)s”.") % {"name": "choices", "do": about.kind}
        )
    if about.kind != "time" and about.min > about.max:
        yield at.wrong("min", said=_("The least value is greater than the greatest one."))
        return
    try:
        value = rules.clean(about, about.default)
    except rules.BadSetting as bad:
        value = str(bad)
    if value == about.default and type(value) is type(about.default):
        return
    if about.kind == "time":
        yield at.wrong("default", said=_("Write a time of day in quotes, like “13:00”."))
    else:
        said = _("Write a whole number from %(least)s to %(most)s.") % {"least": about.min, "most": about.max}
        yield at.wrong("default", said=said)


def _choice(at: At, about: Setting) -> Iterator[Finding]:
    keys = [choice.key for choice in about.choices]
    yield from at.twice("choices", keys)
    if not keys:
        yield at.wrong("choices", said=_("A choice needs something to choose from: choices."))
    elif about.default not in keys:
        said = _("There is no choice “%(name)s”.")
        yield at.unknown("default", name=about.default, known=keys, said=said)


def card_type(at: At) -> Iterator[Finding]:
    about = cast("CardType", at.thing)
    for key in about.fields:
        if key in RESERVED:
            yield at.wrong("fields", key, said=_("“%(name)s” is a word of conditions: choose another.") % {"name": key})
    if about.amount_field is not None:
        yield from known.field(at, "amount_field", key=about.amount_field, kinds=("money",))
    if about.company_field is not None:
        yield from known.field(at, "company_field", key=about.company_field, kinds=("company",))


def field(at: At) -> Iterator[Finding]:
    about = cast("Field", at.thing)
    for word in _WORDS:
        if word in about.model_fields_set and word not in catalogue.find("field", about.kind).parameters:
            said = _("“%(name)s” has no effect with “%(do)s”.") % {"name": word, "do": about.kind}
            yield at.wrong(word, said=said)
    if about.kind == "file":
        yield from _papers(at, about)
    if about.kind == "choice" and not about.choices:
        yield at.wrong("choices", said=_("A choice needs something to choose from: choices."))
    yield from at.twice("choices", [choice.key for choice in about.choices])
    if not 1 <= about.max_length <= MAX_LENGTH:
        told = {"least": 1, "most": MAX_LENGTH}
        yield at.wrong("max_length", said=_("The number must be from %(least)s to %(most)s.") % told)
    if about.by_system and about.required:
        yield at.wrong("required", said=_("The system fills this field in: people cannot be asked for it."))
    if about.later and (about.required or about.by_system):
        other = "required" if about.required else "by_system"
        said = _("“%(name)s” has no effect with “%(do)s”.") % {"name": "later", "do": other}
        yield at.wrong("later", said=said)
    if about.of is not None:
        yield from known.field(at, "of", key=about.of, kinds=("company",))
    if about.kind == "track_number":
        yield from _followed(at, about)
    yield from _pointing(at, about)


def _followed(at: At, about: Field) -> Iterator[Finding]:
    """The way is chosen among those whose numbers are known."""
    if about.way is None:
        yield at.wrong("way", said=_("A track number is checked by the way of sending: name its choice field, way."))
        return
    yield from known.field(at, "way", key=about.way, kinds=("choice",))
    found = at.card_type.fields.get(about.way)
    for choice in found.choices if found else ():
        if choice.key not in tracks.WAYS:
            said = _("There is no way of sending “%(name)s”.")
            yield at.unknown("way", name=choice.key, known=tracks.WAYS, said=said)


def _pointing(at: At, about: Field) -> Iterator[Finding]:
    names = {one.key for one in at.pack.card_types} | at.others
    for name in about.card_types:
        if name not in names:
            yield at.unknown("card_type", name=name, known=names, said=_("There is no card type “%(name)s”."))
    if about.link is None or about.kind != "card":
        return
    here = (at.pack.card_type(name) for name in about.card_types)
    if at.card_type.letter is None or any(one is not None and one.letter is None for one in here):
        yield at.wrong("link", said=_("Only letters are linked with letters: say in letter what their fields mean."))


def _papers(at: At, about: Field) -> Iterator[Finding]:
    for word in ("several", "version_of", "filed_under"):
        if about.document is None and word in about.model_fields_set:
            yield at.wrong(word, said=_("“%(name)s” works only together with document.") % {"name": word})
    if about.filed_under is not None:
        yield from known.field(at, "filed_under", key=about.filed_under, kinds=("text",))
    if about.document is None or about.version_of is None:
        return
    fields = at.card_type.fields
    fit = [key for key, one in fields.items() if one.document == about.document and not one.version_of]
    fit = [key for key in fit if not fields[key].several]
    if about.several or about.version_of not in fit:
        said = _("“%(name)s” is no other field with one paper of the same kind.")
        yield at.unknown("version_of", name=about.version_of, known=fit, said=said)
