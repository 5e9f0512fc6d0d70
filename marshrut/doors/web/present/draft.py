"""A form on its way: what is stored, or after a refusal what was typed, with the complaints beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from marshrut.doors.web.screens.forms import Field, Form, Kind, Option
from marshrut.kernel.errors import Refused


@dataclass(frozen=True)
class Draft:
    values: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    errors: Mapping[str, Any] = field(default_factory=dict)
    #: of the refusal
    code: str = ""

    @classmethod
    def refused(cls, sent: QueryDict, error: Refused) -> Draft:
        """Everything as it was typed; passwords are typed again."""
        return cls(sent.dict(), str(error), error.fields, error.code)

    def field(
        self,
        name: str,
        label: str,
        kind: Kind = Kind.TEXT,
        *,
        options: Iterable[tuple[str, str]] = (),
        **more: Any,
    ) -> Field:
        """One input. `options` are (value, text); a person is shown by the value of "<name>_text"."""
        value = self.values.get(name)
        text = "" if value in (None, False) or kind is Kind.PASSWORD else str(value)
        return Field(
            name=name,
            label=label,
            kind=kind,
            value=("1" if value else "") if kind is Kind.YES_NO else text,
            text=str(self.values.get(f"{name}_text") or ""),
            error=str(self.errors.get(name, "")),
            options=tuple(Option(one, words, one == text) for one, words in options),
            **more,
        )

    def form(self, action: str, fields: Iterable[Field], submit: str = "", version: int = 0) -> Form:
        return Form(action, tuple(fields), self.error, version, submit)
