"""A mapping of one's own: a text that says what is different from a built-in profile, read with care."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from marshrut.definitions import reading

from .profile import BUILT_IN, Profile, built_in

#: signs of a text
LONGEST: Final = 64 * 1024
LIKE: Final = "like"


class Unfit(ValueError):
    """`problems`: sentences for the person who wrote it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def problems(text: str) -> list[str]:
    """What is wrong with a mapping, "" text: nothing."""
    try:
        parse(text)
    except Unfit as wrong:
        return wrong.problems
    return []


def meant(settings: Mapping[str, Any], found: str) -> Profile | None:
    """The mapping of a base with these settings, where `found` was found to fit; None: it is not known or unfit."""
    text, named = str(settings.get("mapping") or ""), str(settings.get("profile") or "auto")
    if named == "custom" or (named == "auto" and text.strip()):
        try:
            return parse(text)
        except Unfit:
            return None
    key = found if named == "auto" else named
    return built_in(key) if key in BUILT_IN else None


def parse(text: str, key: str = "custom") -> Profile:
    """Raises Unfit."""
    document = reading.read(text[: LONGEST + 1])
    if len(text) > LONGEST:
        raise Unfit([_("The mapping is longer than %(most)s KB.") % {"most": LONGEST // 1024}])
    if document.troubles:
        raise Unfit([_("Line %(line)s: %(said)s") % {"line": line, "said": said} for line, said in document.troubles])
    if not isinstance(document.data, dict):
        raise Unfit([_("A mapping is a list of names and values, such as “like: bp30_bed19”.")])
    data = dict(document.data)
    like = data.pop(LIKE, None)
    if like is not None:
        if like not in BUILT_IN:
            raise Unfit([_("“like” names a built-in mapping: %(names)s.") % {"names": ", ".join(BUILT_IN)}])
        data = _over(_plain(built_in(like)), data)
    try:
        return Profile.model_validate({**data, "key": key})
    except ValidationError as error:
        raise Unfit([_sentence(one) for one in error.errors()[:20]]) from None


def _plain(profile: Profile) -> dict[str, Any]:
    found: dict[str, Any] = profile.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return found


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What stands above replaces what is below; parts are merged, lists are replaced."""
    found = dict(below)
    for key, value in above.items():
        old = found.get(key)
        found[key] = _over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found


def _sentence(error: Any) -> str:
    path = [str(one) for one in error["loc"]]
    where = ".".join(path) or "–"
    if error["type"] == "missing":
        return _("%(where)s: this must be named.") % {"where": where}
    if error["type"] == "extra_forbidden":
        near = get_close_matches(path[-1], _known(path[:-1]), 1, 0.5)
        said = _("%(where)s: there is no such word here.") % {"where": where}
        return said + (" " + _("Perhaps “%(near)s”?") % {"near": near[0]} if near else "")
    if error["type"] == "string_pattern_mismatch":
        return _(
            "%(where)s: this is no name of 1C: letters, digits and _, with * at the end when it may be missing."
        ) % {"where": where}
    if error["type"] == "literal_error":
        return _("%(where)s: one of %(words)s is meant here.") % {"where": where, "words": error["ctx"]["expected"]}
    return _("%(where)s: this cannot be understood.") % {"where": where}


def _known(path: list[str]) -> list[str]:
    """Words that may stand at a place."""
    model: Any = Profile
    for step in path:
        if step.isdigit():
            continue
        field = getattr(model, "model_fields", {}).get(step)
        found = _model(field.annotation) if field is not None else None
        if found is None:
            return []
        model = found
    return [field.alias or name for name, field in model.model_fields.items()]


def _model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in getattr(annotation, "__args__", ()) if (found := _model(one))), None)
