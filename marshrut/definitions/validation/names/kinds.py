"""Kinds of values in conditions: what can be compared and computed with what. A small type checker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ... import catalogue
from ...schema.expressions import COMPARISONS
from ...schema.pack import Field
from ..problem import nearest

#: kind of a field -> kind of its value
OF_FIELD = {one.key: one.kind for one in catalogue.of("field")}
#: kinds of names that are no fields
NAMES = {
    "author": "person", "this_card": "card", "me": "person", "because": "text", "today": "date", "skipped": "number",
    "no_task": "yes_no",
}  # fmt: skip
#: function -> kinds of arguments ("any" fits everything), kind of the result
FUNCTIONS = {one.key: (tuple(one.parameters.values()), one.kind) for one in catalogue.of("function")}
ORDERED = ("number", "date", "span", "text")


@dataclass(frozen=True, slots=True)
class Found:
    """The kind of a value; the choices it is limited to; the text when it is written out."""

    kind: str
    field: Field | None = None
    literal: str | None = None
    items: tuple[Found, ...] = ()


class Unfit(ValueError):
    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint


def of_field(field: Field) -> str:
    """Kind of the value of a field."""
    return "people" if field.kind == "person" and field.several else OF_FIELD[field.kind]


def kind_of(tree: tuple[Any, ...], fields: Mapping[str, Field]) -> Found:
    """The kind of a parsed expression whose names all exist; raises Unfit."""
    kind, parts = tree[0], tree[1:]
    if kind == "value":
        return _literal(parts[0])
    if kind == "name" and parts[0].startswith("$") and parts[0] not in fields:
        return Found("number")
    if kind == "name":
        about = fields.get(parts[0])
        return Found(of_field(about), about) if about else Found(NAMES[parts[0]])
    if kind == "call":
        return _call(parts[0], [kind_of(part, fields) for part in parts[1:]])
    found = [kind_of(part, fields) for part in parts]
    if kind == "list":
        return Found("list", items=tuple(found))
    if kind == "not":
        expect_yes_no(found[0])
        return Found("yes_no")
    if kind == "negative":
        return _negative(found[0])
    if kind in ("and", "or"):
        return _joined(kind, *found)
    if kind in COMPARISONS:
        return _compared(kind, *found)
    return _computed(kind, *found)


def _literal(value: Any) -> Found:
    if isinstance(value, str):
        return Found("text", literal=value)
    if value is None:
        return Found("empty")
    return Found("yes_no" if isinstance(value, bool) else "number")


def named(kind: str) -> str:
    """What people call a kind of value."""
    names = {
        "text": pgettext("value", "a text"),
        "number": pgettext("value", "a number"),
        "date": pgettext("value", "a date"),
        "span": pgettext("value", "a number of days"),
        "yes_no": pgettext("value", "yes or no"),
        "list": pgettext("value", "a list"),
        "person": pgettext("value", "a person"),
        "people": pgettext("value", "a list of people"),
        "company": pgettext("value", "a company"),
        "contact": pgettext("value", "a contact"),
        "deal": pgettext("value", "a deal"),
        "project": pgettext("value", "a project"),
        "card": pgettext("value", "a card"),
        "empty": pgettext("value", "nothing"),
    }
    return names[kind]


def expect_yes_no(found: Found) -> None:
    if found.kind != "yes_no":
        said = _("A condition answers yes or no; this is %(kind)s. Compare it with something, or write filled(…).")
        raise Unfit(said % {"kind": named(found.kind)})


def expect_field(found: Found, field: Field) -> None:
    wanted = of_field(field)
    if wanted == "people" and (found.kind == "person" or _all_people(found)):
        return
    if found.kind == "empty" or (wanted == "text" and field.kind != "choice" and found.kind in ("number", "date")):
        return
    if found.kind != wanted:
        said = _("The field needs %(wanted)s; this is %(kind)s.")
        raise Unfit(said % {"wanted": named(wanted), "kind": named(found.kind)})
    _choices(Found(wanted, field), found)


def _all_people(found: Found) -> bool:
    return bool(found.items) and all(one.kind == "person" for one in found.items)


def _call(name: str, given: list[Found]) -> Found:
    if name == "abs" and given[0].kind == "span":
        return Found("span")
    if name == "count" and given[0].kind == "people":
        return Found("number")
    wanted, result = FUNCTIONS[name]
    for one, kind in zip(given, wanted, strict=True):
        if kind != "any" and one.kind not in (kind, "empty"):
            said = _("“%(name)s” needs %(wanted)s; this is %(kind)s.")
            raise Unfit(said % {"name": name, "wanted": named(kind), "kind": named(one.kind)})
    return Found(result)


def _negative(found: Found) -> Found:
    if found.kind not in ("number", "span"):
        raise Unfit(_("“-” before %(kind)s has no meaning.") % {"kind": named(found.kind)})
    return Found(found.kind)


def _joined(word: str, left: Found, right: Found) -> Found:
    """`a or b` may also choose the first value that is filled."""
    if word == "or" and left.kind == right.kind != "list":
        return Found(left.kind, left.field or right.field)
    expect_yes_no(left)
    expect_yes_no(right)
    return Found("yes_no")


def _compared(sign: str, left: Found, right: Found) -> Found:
    if sign == "in":
        _membership(left, right)
    elif sign in ("=", "!="):
        _alike(sign, left, right)
    elif left.kind != right.kind or left.kind not in ORDERED:
        raise _senseless(sign, left, right)
    return Found("yes_no")


def _alike(sign: str, left: Found, right: Found) -> None:
    if "empty" in (left.kind, right.kind):
        return
    if left.kind != right.kind:
        raise _senseless(sign, left, right)
    _choices(left, right)
    _choices(right, left)


def _membership(left: Found, right: Found) -> None:
    if right.kind == "people" and left.kind in ("person", "empty"):
        return
    if right.kind != "list":
        raise _senseless("in", left, right)
    for item in right.items:
        _alike("in", left, item)


def _choices(field: Found, given: Found) -> None:
    """A text that a choice is compared with is one of its choices."""
    if field.field is None or field.field.kind != "choice" or given.literal is None:
        return
    keys = [choice.key for choice in field.field.choices]
    if given.literal not in keys:
        raise Unfit(_("There is no choice “%(name)s”.") % {"name": given.literal}, nearest(given.literal, keys))


def _computed(sign: str, left: Found, right: Found) -> Found:
    known = {
        ("+", "number", "number"): "number",
        ("-", "number", "number"): "number",
        ("*", "number", "number"): "number",
        ("/", "number", "number"): "number",
        ("+", "date", "span"): "date",
        ("-", "date", "span"): "date",
        ("-", "date", "date"): "span",
        ("+", "span", "span"): "span",
        ("-", "span", "span"): "span",
        ("+", "text", "text"): "text",
    }
    result = known.get((sign, left.kind, right.kind))
    if result is None:
        raise _senseless(sign, left, right)
    return Found(result)


def _senseless(sign: str, left: Found, right: Found) -> Unfit:
    said = _("“%(sign)s” between %(left)s and %(right)s has no meaning.")
    return Unfit(said % {"sign": sign, "left": named(left.kind), "right": named(right.kind)})
