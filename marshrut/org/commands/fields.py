"""Checks of what was sent, one sentence per field; all complaints are raised together."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.errors import Invalid

from .. import rules
from ..models import Department, Person
from ..rules import PASSWORD_LIMIT

#: reads the disk, so once per process
_zones = cache(available_timezones)


class Fields:
    """Clean values one by one, then call `check`: it raises `Invalid` with everything that was wrong."""

    def __init__(self) -> None:
        self.problems: dict[str, Any] = {}

    def refuse(self, field: str, sentence: Any) -> None:
        """Keep the first complaint of a field."""
        self.problems.setdefault(field, sentence)

    def check(self) -> None:
        if self.problems:
            raise Invalid(_("Nothing was saved: check the marked fields."), fields=self.problems)

    def text(self, field: str, value: str, *, limit: int, needed: bool = False) -> str:
        """One line without extra spaces."""
        line = rules.one_line(value)
        wrong = rules.flaw(line, limit=limit, needed=needed)
        if wrong == "empty":
            self.refuse(field, _("Fill this in."))
        elif wrong == "long":
            self.refuse(field, _("Too long: %(limit)s characters at most.") % {"limit": limit})
        elif wrong:
            self.refuse(field, _("There are characters here that cannot be stored."))
        return line

    def whole(self, field: str, value: int) -> int:
        """A whole number that fits the column."""
        if not -(2**31) <= value < 2**31:
            self.refuse(field, _("This number is too large."))
        return value

    def email(self, value: str, *, owner: int | None = None) -> str:
        """Lower case, well formed, not of another person."""
        address = self.text("email", value, limit=254, needed=True).lower()
        try:
            validate_email(address)
        except ValidationError:
            self.refuse("email", _("This does not look like an e-mail address."))
            return address
        if Person.objects.filter(email=address).exclude(id=owner or 0).exists():
            self.refuse("email", _("Another employee has this address already."))
        return address

    def language(self, value: str) -> str:
        if value not in dict(settings.LANGUAGES):
            self.refuse("language", _("There is no such language here."))
        return value

    def time_zone(self, value: str | None) -> str | None:
        """An IANA name; empty means the zone of the company."""
        if value and value not in _zones():
            self.refuse("time_zone", _("There is no such time zone. An example of a right one: Europe/Moscow."))
        return value or None

    def schedule(self, value: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Own week in the form of `calendars`, kept without its zone; empty means the schedule of the company."""
        try:
            return rules.week_of(value) if value else None
        except ValueError:
            self.refuse("schedule", _("Hours must follow each other within a day, with at least one working day."))
            return None

    def department(self, field: str, value: int | None) -> int | None:
        if value is not None and not Department.objects.filter(id=value).exists():
            self.refuse(field, _("There is no such department any more."))
        return value

    def head(self, value: int | None) -> int | None:
        if value is not None and not Person.objects.filter(id=value, is_active=True).exists():
            self.refuse("head", _("Choose an employee who is not dismissed."))
        return value

    def password(self, field: str, value: str, person: Person) -> str:
        if len(value) > PASSWORD_LIMIT:
            self.refuse(field, _("Too long: %(limit)s characters at most.") % {"limit": PASSWORD_LIMIT})
            return value
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in value):
            self.refuse(field, _("There are characters here that cannot be stored."))
            return value
        try:
            validate_password(value, person)
        except ValidationError as error:
            self.refuse(field, " ".join(error.messages))
        return value
