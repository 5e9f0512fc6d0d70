"""Values of settings: from what an administrator typed to what the engine reads. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .schema.pack import Grant, Pack, Setting

#: what a setting is: a whole number, "13:00", or the key of a choice
SettingValue = int | str
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_WHOLE = re.compile(r"(-?[0-9]{1,18})")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Present:
    """What a company has set today: values of settings by pack, and its own access by card type. Without any: nothing.

    A new version of a pack will run with it.
    """

    stored: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    grants: Mapping[str, tuple[Grant, ...]] = field(default_factory=dict)

    def settings(self, pack: Pack) -> dict[str, SettingValue]:
        """As this version of the pack would have them."""
        return overlaid(pack.settings, self.stored.get(pack.key, {}))


class BadSetting(ValueError):
    """The message is the code of a sentence: empty, not_choice, not_time, not_whole, too_small, too_large."""


def clean(setting: Setting, raw: Any) -> SettingValue:
    """The value of a setting; raises BadSetting."""
    if setting.kind == "choice":
        return _choice(setting, raw)
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise BadSetting("not_time" if setting.kind == "time" else "not_whole")
    text = _SPACES.sub("", str(raw))
    if not text:
        raise BadSetting("empty")
    return _time(text) if setting.kind == "time" else _whole(setting, text)


def _choice(setting: Setting, raw: Any) -> str:
    key = raw.strip() if isinstance(raw, str) else ""
    if not key:
        raise BadSetting("empty")
    if key not in {choice.key for choice in setting.choices}:
        raise BadSetting("not_choice")
    return key


def _time(text: str) -> str:
    match = _TIME.fullmatch(text)
    if match is None:
        raise BadSetting("not_time")
    return f"{int(match[1]):02}:{match[2]}"


def _whole(setting: Setting, text: str) -> int:
    """Roubles may be written with their sign and with no kopecks."""
    found = re.fullmatch(r"(-?[0-9]{1,18})([.,]0{1,2})?₽?", text) if setting.kind == "money" else _WHOLE.fullmatch(text)
    if found is None:
        raise BadSetting("not_whole")
    number = int(found[1])
    if number < setting.min:
        raise BadSetting("too_small")
    if number > setting.max:
        raise BadSetting("too_large")
    return number


def overlaid(settings: Mapping[str, Setting], stored: Mapping[str, Any]) -> dict[str, SettingValue]:
    """Every setting with its value: the stored one where this version of the pack still allows it, else the default."""
    values: dict[str, SettingValue] = {}
    for key, setting in settings.items():
        values[key] = setting.default
        if key in stored:
            try:
                values[key] = clean(setting, stored[key])
            except BadSetting:
                continue
    return values
