"""What every part of a pack is made of: strict frozen models, two-language text, spans of time."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
#: a number, or "$name" of a setting of the pack
Amount = int | Annotated[str, StringConstraints(pattern=r"^\$[a-z][a-z0-9_]*$")]
PLACEHOLDER = re.compile(r"\{\{\s*(\$?[a-z_][a-z0-9_]*)\s*\}\}")


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Model):
    """What people read. Russian is required; English falls back to it. May hold `{{ field }}` look-ups."""

    ru: str
    en: str = ""

    def say(self, language: str) -> str:
        return self.en if language == "en" and self.en else self.ru

    def names(self) -> set[str]:
        """Fields that the text looks up, and settings as "$name"."""
        return set(PLACEHOLDER.findall(self.ru)) | set(PLACEHOLDER.findall(self.en))


def _text(value: Any) -> Any:
    return {"ru": value} if isinstance(value, str) else value


Words = Annotated[Text, BeforeValidator(_text)]


class Span(Model):
    """A length of time in exactly one unit. Working days keep the clock time and are never turned into hours (A4.2)."""

    work_hours: Amount | None = None
    work_days: Amount | None = None
    hours: Amount | None = None
    days: Amount | None = None

    @model_validator(mode="after")
    def one_unit(self) -> Span:
        given = [unit for unit in ("work_hours", "work_days", "hours", "days") if getattr(self, unit) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of work_hours, work_days, hours, days")
        return self

    @property
    def unit(self) -> Literal["work_hours", "work_days", "hours", "days"]:
        for unit in ("work_hours", "work_days", "hours", "days"):
            if getattr(self, unit) is not None:
                return unit
        raise AssertionError

    @property
    def amount(self) -> Amount:
        amount: Amount = getattr(self, self.unit)
        return amount
