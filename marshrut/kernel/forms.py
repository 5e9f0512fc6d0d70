"""Settings of an account outside as its form asks for them: cleaned, and what cannot be right. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from .outside import FormLine

LARGEST: Final = 1_000_000
#: characters of a setting, of all secrets together
LONGEST: Final = 300
#: of one that is a text of many lines
LONGEST_TEXT: Final = 60_000
LONGEST_SECRETS: Final = 800


class Line(Protocol):
    """A line of a form, see `outside.SettingField`."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> Any: ...
    @property
    def kind(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def hint(self) -> Any: ...
    @property
    def default(self) -> str: ...
    @property
    def place(self) -> bool: ...


def filled(form: Sequence[Line], before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given over what was there over what is usual; an emptied line is as usual again."""
    made: dict[str, Any] = {}
    for one in form:
        if one.kind == "secret":
            continue
        value = given[one.key] if one.key in given else before.get(one.key, one.default)
        if one.kind == "tick":
            made[one.key] = value in (True, "1", "true", "on", "yes")
        elif one.kind == "long":
            made[one.key] = str(value if value is not None else "").replace("\r\n", "\n").strip() or one.default
        else:
            made[one.key] = " ".join(str(value if value is not None else "").split()) or one.default
    return made


def shown(form: Sequence[Line], settings: Mapping[str, Any], sealed: Collection[str]) -> tuple[FormLine, ...]:
    """The form with what is there, in the active language; `sealed`: names of secrets that are kept."""
    values = filled(form, settings, {})
    return tuple(
        FormLine(
            key=one.key,
            title=str(one.title),
            kind=one.kind,
            required=one.required,
            hint=str(one.hint),
            value="" if one.kind == "secret" else _shown(one, values[one.key]),
            there=one.kind == "secret" and one.key in sealed,
        )
        for one in form
    )


def _shown(line: Line, value: Any) -> str:
    return ("1" if value else "") if line.kind == "tick" else str(value)


def secrets(form: Sequence[Line], given: Mapping[str, str]) -> dict[str, str]:
    """Those that were typed."""
    typed = {one.key: str(given.get(one.key) or "").strip() for one in form if one.kind == "secret"}
    return {name: value for name, value in typed.items() if value}


def flaws(
    form: Sequence[Line],
    made: Mapping[str, Any],
    typed: Mapping[str, str],
    *,
    kept: Collection[str],
    before: Mapping[str, Any] | None,
    sent: Collection[str] = (),
) -> dict[str, str]:
    """What is wrong, by line. `before`: settings that were there; `kept`: secrets that are."""
    found = {name: "unknown" for name in sent if name not in {one.key for one in form}}
    for one in form:
        if one.kind != "secret" and (flaw := _flaw(one, made[one.key])):
            found[one.key] = flaw
    moved = before is not None and any(one.place and made[one.key] != before.get(one.key, one.default) for one in form)
    for one in form:
        if one.kind == "secret" and one.key not in typed:
            if one.required and one.key not in kept:
                found[one.key] = "required"
            elif moved and one.key in kept:
                found[one.key] = "new_place"
    if sum(map(len, typed.values())) > LONGEST_SECRETS:
        found |= dict.fromkeys(typed, "long")
    return found


def _flaw(line: Line, value: Any) -> str:
    if line.kind == "tick":
        return ""
    if not value:
        return "required" if line.required else ""
    if len(value) > (LONGEST_TEXT if line.kind == "long" else LONGEST):
        return "long"
    if line.kind == "url" and not _is_url(value):
        return "url"
    if line.kind == "number" and not (value.isascii() and value.isdigit() and 1 <= int(value) <= LARGEST):
        return "number"
    return ""


def _is_url(text: str) -> bool:
    """Whole and without a password inside; whether it may be asked is decided when it is."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
