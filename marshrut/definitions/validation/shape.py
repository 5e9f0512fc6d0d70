"""Level 1, shape: the files can be read, and hold the right words and kinds of values."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Annotated, Any, Union, get_args, get_origin

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pydantic import BaseModel, ValidationError

from ..loading import Source, Steps
from ..schema.base import Text
from ..schema.pack import Pack
from .problem import Finding, nearest

Error = Mapping[str, Any]


def check(source: Source) -> tuple[Pack | None, list[Finding]]:
    """The pack, as far as it can be made out, and everything wrong with its shape.

    Words that do not exist are left out and the rest is read, so that the next levels can be checked as well.
    """
    findings, data = [*_readable(source)], source.data
    while True:
        try:
            return Pack.model_validate(data), findings
        except ValidationError as error:
            errors = [one for one in error.errors(include_url=False) if not _only_seems_short(one)]
        findings += _translated(source, data, errors)
        if any(error["type"] != "extra_forbidden" for error in errors):
            return None, findings
        data = _without(data, [error["loc"] for error in errors])


def _readable(source: Source) -> Iterator[Finding]:
    """Troubles of reading have a line but no steps: they are put on the file."""
    if isinstance(source.head.data, dict) and "card_types" in source.head.data:
        said = _("Card types stand in files of their own, one each, beside pack.yaml.")
        yield Finding(("card_types",), said)
    if isinstance(source.head.data, dict) and "stories" in source.head.data:
        yield Finding(("stories",), _("Stories stand in files of their own, in the folder stories beside pack.yaml."))
    if not source.types:
        yield Finding((), _("There is no card type: put a file like payment_request.yaml beside pack.yaml."))
    for index, name in enumerate(source.names):
        if name.endswith(".yml"):
            yield Finding(("card_types", index), _("Rename the file: its name must end in .yaml."))


def _translated(source: Source, data: Any, errors: list[Any]) -> Iterator[Finding]:
    """Several ways to read one value make one complaint."""
    groups: dict[Steps, list[Any]] = {}
    for error in errors:
        steps, outside = _existing(data, error["loc"])
        place = (*steps, *outside) if error["type"] == "missing" else steps
        if steps != ("card_types",) and not _unread(source, steps):
            groups.setdefault(place, []).append(error)
    for place, group in groups.items():
        yield Finding(place, *_sentence(min(group, key=_rank), numbers=len(group) > 1))


def _only_seems_short(error: Error) -> bool:
    """Things of a list that are wrong themselves are not counted."""
    return error["type"] == "too_short" and bool(len(error["input"]) >= error["ctx"]["min_length"])


def _rank(error: Error) -> int:
    """The complaint that says most comes first."""
    return 0 if error["type"] in ("string_pattern_mismatch", "literal_error") else 1


def _unread(source: Source, steps: Steps) -> bool:
    if len(steps) >= 2 and steps[0] == "card_types":
        return source.types[source.names[int(steps[1])]].data is None
    if steps[:1] == ("stories",):
        return False
    return source.head.data is None


def _existing(data: Any, loc: Steps) -> tuple[Steps, Steps]:
    """The part of a location that leads to a value which is there, and the rest.

    The rest is the name of a missing value, or names of the branches of a union, which are no business of a reader.
    """
    for depth, step in enumerate(loc):
        inside = (isinstance(data, dict) and step in data) or (isinstance(data, list) and isinstance(step, int))
        if not inside:
            return loc[:depth], loc[depth:]
        data = data[step]
    return loc, ()


def _without(data: Any, locations: list[Steps]) -> Any:
    left = deepcopy(data)
    for *outer, last in locations:
        inner = left
        for step in outer:
            inner = inner[step]
        inner.pop(last, None)
    return left


def _sentence(error: Error, *, numbers: bool = False) -> tuple[str, str]:
    """What is wrong in plain words, and the nearest right name. `numbers`: a whole number would do as well."""
    kind, loc, given = error["type"], error["loc"], _shown(error.get("input"))
    context = error.get("ctx", {})
    if kind == "missing":
        return _("“%(name)s” is missing.") % {"name": loc[-1]}, ""
    if kind == "extra_forbidden":
        return _("There is no “%(name)s” here.") % {"name": loc[-1]}, nearest(loc[-1], words_at(loc[:-1]))
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", context["expected"])
        choice = ", ".join([*allowed, pgettext("value", "a whole number")] if numbers else allowed)
        said = _("“%(given)s” is not one of: %(allowed)s.") % {"given": given, "allowed": choice}
        return said, nearest(given, allowed)
    if kind == "value_error":
        return _rule(str(context["error"])), ""
    if kind == "string_pattern_mismatch":
        return _pattern(context["pattern"], given), ""
    if kind == "model_type" and context.get("class_name") == Text.__name__:
        return _("Write a text, or texts by language: {ru: …, en: …}."), ""
    say = _PLAIN.get(kind)
    return (say(context), "") if say else (str(error["msg"]), "")


def _shown(given: Any) -> str:
    text = given if isinstance(given, str) else str(given)
    return text if len(text) <= 40 else text[:39] + "…"


_PLAIN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "string_type": lambda _c: _("A text is needed here; put numbers in quotes."),
    "int_type": lambda _c: _("A whole number is needed here."),
    "int_parsing": lambda _c: _("A whole number is needed here."),
    "int_from_float": lambda _c: _("A whole number is needed here."),
    "bool_type": lambda _c: _("Write true or false."),
    "bool_parsing": lambda _c: _("Write true or false."),
    "tuple_type": lambda _c: _("A list is needed here: lines that begin with “-”."),
    "dict_type": lambda _c: _("Names with values are needed here, like “name: value”."),
    "model_type": lambda _c: _("Names with values are needed here, like “name: value”."),
    "too_short": lambda c: _("At least %(limit)s must be listed here.") % {"limit": c["min_length"]},
    "greater_than_equal": lambda c: _("The least possible value is %(limit)s.") % {"limit": c["ge"]},
    "less_than_equal": lambda c: _("The greatest possible value is %(limit)s.") % {"limit": c["le"]},
}


def _rule(rule: str) -> str:
    """Sentences of the models' own checks."""
    if found := re.fullmatch(r"give exactly one of (.*)", rule):
        return _("Write exactly one of: %(names)s.") % {"names": found[1]}
    if found := re.fullmatch(r"“(\w+)” needs (.*)", rule):
        return _("“%(name)s” needs: %(parts)s.") % {"name": found[1], "parts": found[2]}
    if rule.startswith("an escalation names"):
        return _("An escalation must say whom it tells: “to”.")
    return rule


def _pattern(pattern: str, given: str) -> str:
    if pattern.endswith("{0,39}$"):
        said = _("“%(given)s” cannot be a name: small Latin letters, digits and _ only, a letter first, 40 at most.")
    elif pattern.startswith(r"^\$"):
        said = _("“%(given)s” is neither a whole number nor the name of a setting, like $remind_after.")
    elif pattern.startswith("^#"):
        said = _("“%(given)s” is not a colour: write one like #5b8def, in small letters and quotes.")
    elif "everyone" in pattern:
        said = _("“%(given)s” is not one of: everyone, role:name.")
    else:
        said = _("“%(given)s” is not a version: write three numbers, like 1.0.0.")
    return said % {"given": given}


def words_at(loc: Steps) -> list[str]:
    """Names the format knows at a place."""
    kind: Any = Pack
    for step in loc:
        kind = _inner(kind, step)
    model = _model(kind)
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _model(kind: Any) -> type[BaseModel] | None:
    """The model among the ways to read a value."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if get_origin(kind) in (Annotated, Union, types.UnionType):
        return next((found for one in get_args(kind) if (found := _model(one))), None)
    return None


def _inner(kind: Any, step: str | int) -> Any:
    model = _model(kind)
    if model is not None:
        fields = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
        return fields.get(str(step))
    for one in get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,):
        if get_origin(one) is tuple:
            return get_args(one)[0]
        if get_origin(one) is dict:
            return get_args(one)[1]
    return None


def unread(source: Source) -> Iterator[tuple[str, int, str]]:
    """(file, line, sentence) of everything that kept a file from being read as it stands."""
    for name, document in source.files.items():
        for line, sentence in document.troubles:
            yield name, line, sentence
