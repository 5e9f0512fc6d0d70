"""Names that one part of a pack uses of another: fields, stages, tasks, settings, roles."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...schema.base import Amount
from ..problem import Finding
from .walk import At


def _either(kinds: tuple[str, ...]) -> str:
    return f" {pgettext('kinds', 'or')} ".join(kinds)


def field(at: At, *steps: str | int, key: str, kinds: tuple[str, ...] = ()) -> Iterator[Finding]:
    """The field exists, and is of one of `kinds` if any are given."""
    fields = at.card_type.fields
    if key not in fields:
        fit = [name for name, one in fields.items() if not kinds or one.kind in kinds]
        yield at.unknown(*steps, name=key, known=fit, said=_("There is no field “%(name)s”."))
    elif kinds and fields[key].kind not in kinds:
        said = _("The field “%(name)s” is of kind %(kind)s; %(kinds)s is needed here.")
        told = {"name": key, "kind": fields[key].kind, "kinds": _either(kinds)}
        yield at.wrong(*steps, said=said % told)


def person(at: At, *steps: str | int, key: str) -> Iterator[Finding]:
    """The field exists and names one person."""
    yield from field(at, *steps, key=key, kinds=("person",))
    found = at.card_type.fields.get(key)
    if found is not None and found.kind == "person" and found.several:
        said = _("The field “%(name)s” names several people; one is needed here.")
        yield at.wrong(*steps, said=said % {"name": key})


def filled_by_system(at: At, *steps: str | int, key: str) -> Iterator[Finding]:
    """What the system writes there, nobody else does."""
    found = at.card_type.fields.get(key)
    if found is not None and not found.by_system:
        said = _("The system writes into the field “%(name)s”: mark it by_system.")
        yield at.wrong(*steps, said=said % {"name": key})


def choices(at: At, word: str, *, key: str, needed: tuple[str, ...], said: str) -> Iterator[Finding]:
    """Exactly `needed` may be chosen in the field; `said` of another, with a place for %(name)s."""
    found = at.card_type.fields.get(key)
    if found is None or found.kind != "choice":
        return
    keys = [choice.key for choice in found.choices]
    for name in (one for one in keys if one not in needed):
        yield at.unknown(word, name=name, known=needed, said=said)
    if missing := [one for one in needed if one not in keys]:
        yield at.wrong(word, said=_("The field lacks choices: %(names)s.") % {"names": ", ".join(missing)})


def fields(at: At, part: str, keys: tuple[str, ...]) -> Iterator[Finding]:
    for index, key in enumerate(keys):
        yield from field(at, part, index, key=key)


def stage(at: At, *steps: str | int, key: str) -> Iterator[Finding]:
    if key not in at.card_type.by_stage:
        known = [one.key for one in at.card_type.stages if not one.reserved]
        yield at.unknown(*steps, name=key, known=known, said=_("There is no stage “%(name)s”."))


def task(at: At, *steps: str | int, key: str) -> Iterator[Finding]:
    if at.card_type.task(key) is None:
        known = [one.key for part in at.card_type.stages for one in part.tasks]
        yield at.unknown(*steps, name=key, known=known, said=_("There is no task “%(name)s”."))


def role(at: At, *steps: str | int, key: str) -> Iterator[Finding]:
    if key not in at.pack.roles:
        said = _("The role “%(name)s” is not among the roles of pack.yaml.")
        yield at.unknown(*steps, name=key, known=at.pack.roles, said=said)


def setting(at: At, *steps: str | int, name: str, kinds: tuple[str, ...]) -> Iterator[Finding]:
    """`name` is like "$remind_after": the setting exists and is of one of `kinds`."""
    settings, key = at.pack.settings, name[1:]
    if key not in settings:
        known = [f"${one}" for one, about in settings.items() if about.kind in kinds]
        yield at.unknown(*steps, name=name, known=known, said=_("There is no setting “%(name)s” in pack.yaml."))
    elif settings[key].kind not in kinds:
        said = _("The setting “%(name)s” is of kind %(kind)s; %(kinds)s is needed here.")
        told = {"name": name, "kind": settings[key].kind, "kinds": _either(kinds)}
        yield at.wrong(*steps, said=said % told)


def amount(at: At, *steps: str | int, value: Amount, kind: str, least: int, most: int) -> Iterator[Finding]:
    """A number within bounds, or a setting of the kind whose own bounds are within them."""
    if isinstance(value, str):
        yield from setting(at, *steps, name=value, kinds=(kind,))
        found = at.pack.settings.get(value[1:])
        low, high = (found.min, found.max) if found and found.kind == kind else (least, most)
        said = _("The bounds of the setting “%(name)s” must lie within %(least)s and %(most)s to be used here.")
    else:
        low = high = value
        said = _("The number must be from %(least)s to %(most)s.")
    if low < least or high > most:
        yield at.wrong(*steps, said=said % {"name": value, "least": least, "most": most})
