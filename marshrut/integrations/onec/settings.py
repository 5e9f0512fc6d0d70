"""The settings of a base, read out of its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from marshrut.edocs.source import Account, SourceTrouble
from marshrut.kernel.outside import SettingField

from . import cells, mapping, url
from .profile import BUILT_IN, Profile, built_in

ZONE: Final = "Europe/Moscow"
FORM: Final = (
    SettingField(
        "address",
        _("Address of the publication"),
        "url",
        required=True,
        place=True,
        hint=_("As in a browser, such as https://1c.example.ru/bp; /odata/standard.odata is added by itself."),
    ),
    SettingField(
        "login", _("User of 1C"), "secret", required=True, hint=_("A user of its own with the right to read only.")
    ),
    SettingField("password", _("Password of this user"), "secret"),
    SettingField("event_key", _("Key for events from 1C"), "secret", hint=_("Only when 1C itself tells of changes.")),
    SettingField("timezone", _("Time zone of the server of 1C"), default=ZONE),
    SettingField(
        "from_date",
        _("Read documents that changed since"),
        hint=_("A day, such as 2026-01-01. Empty: the beginning of the year in which it is connected."),
    ),
    SettingField(
        "overlap",
        _("Minutes that are read twice"),
        "number",
        default="30",
        hint=_("More than the clocks of the servers differ."),
    ),
    SettingField("page", _("Rows of one answer at most"), "number", default="1000"),
    SettingField(
        "allowed_only",
        _("Read only what this user may see"),
        "tick",
        default="1",
        hint=_("When rights in 1C are limited by organisation."),
    ),
    SettingField("ib_session", _("Keep one session of 1C for a reading"), "tick"),
    SettingField("profile", _("Mapping"), default="auto", hint=_("auto, bp30_bed19, bp30_bed17 or custom")),
    SettingField("mapping", _("Mapping of one's own"), "long"),
    SettingField(
        "file_service",
        _("HTTP service for files"),
        hint=_("Its name in the publication, such as hs/marshrut/file. Empty: there is none."),
    ),
    SettingField(
        "link",
        _("Page of the operator"),
        hint=_("Address with {flow} where the number of the exchange goes. Empty: there is none."),
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    service: str
    publication: str
    login: str = field(repr=False)
    password: str = field(repr=False)
    zone: ZoneInfo
    overlap: timedelta
    page: int
    allowed_only: bool
    ib_session: bool
    from_date: date | None
    profile: str
    mapping: str
    file_service: str
    link: str

    def chosen(self) -> Profile | None:
        """The profile that a person named; None: it is found out. Raises SourceTrouble."""
        if self.profile == "custom" or (self.profile == "auto" and self.mapping.strip()):
            try:
                return mapping.parse(self.mapping)
            except mapping.Unfit as wrong:
                raise SourceTrouble("settings", str(wrong)[:300]) from None
        return None if self.profile == "auto" else built_in(self.profile)


def read(account: Account) -> Settings:
    """Raises SourceTrouble, code "settings"."""
    told, secrets = account.settings, account.secrets
    try:
        address = str(told.get("address") or "")
        return Settings(
            service=url.base(address),
            publication=url.publication(address),
            login=_login(secrets.get("login") or ""),
            password=secrets.get("password") or "",
            zone=ZoneInfo(str(told.get("timezone") or ZONE)),
            overlap=timedelta(minutes=min(max(_whole(told, "overlap", 30), 1), 7 * 24 * 60)),
            page=min(max(_whole(told, "page", 1000), 20), 1000),
            allowed_only=_ticked(told, "allowed_only", True),
            ib_session=_ticked(told, "ib_session", False),
            from_date=_day(str(told.get("from_date") or "").strip()),
            profile=_profile(str(told.get("profile") or "auto")),
            mapping=str(told.get("mapping") or ""),
            file_service=str(told.get("file_service") or "").strip().strip("/"),
            link=str(told.get("link") or "").strip(),
        )
    except (ValueError, KeyError, OSError) as error:  # OSError: a zone that is a folder
        raise SourceTrouble("settings", type(error).__name__) from None


def _profile(named: str) -> str:
    if named not in ("auto", "custom", *BUILT_IN):
        raise ValueError("profile")
    return named


def _day(written: str) -> date | None:
    day = date.fromisoformat(written) if written else None
    if day is not None and day.year < cells.FIRST:  # a digit was left out: centuries would be read
        raise ValueError("from_date")
    return day


def _login(login: str) -> str:
    if not login or ":" in login:
        raise ValueError("login")
    return login


def _whole(told: Mapping[str, Any], key: str, usual: int) -> int:
    value = told.get(key)
    return usual if value in (None, "") else int(str(value))


def _ticked(told: Mapping[str, Any], key: str, usual: bool) -> bool:
    value = told.get(key)
    return usual if value is None else value in (True, 1, "1", "on", "true", "yes")
