"""What a person sets for themselves: language, keys, time zone, password, tokens for programs."""

from __future__ import annotations

from django.conf import settings as server
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.calendars import queries as calendars
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Form, Kind
from marshrut.doors.web.screens.simple import ProfileScreen, TokenRow
from marshrut.org.queries import PersonCard, TokenLine
from marshrut.org.sign_in.factors import Factors
from marshrut.org.sign_in.sessions import SessionLine

from . import security, zones
from .draft import Draft
from .viewer import Viewer

LANGUAGES = (("ru", "Русский"), ("en", "English"))
DAYS = ("30", "90", "180", "365")


def screen(
    card: PersonCard,
    tokens: list[TokenLine],
    viewer: Viewer,
    has: Factors,
    open_now: list[SessionLine],
    *,
    tied: bool = False,
    has_password: bool = True,
    settings: Draft | None = None,
    password: Draft | None = None,
    token: Draft | None = None,
    shown_once: str = "",
) -> ProfileScreen:
    """A draft given is a form that was refused; `shown_once` is a token just made."""
    stored = Draft({"language": card.language, "time_zone": card.time_zone or "", "keys": card.keys_enabled})
    return ProfileScreen(
        face=viewer.face(viewer.person),
        full_name=card.line.full_name,
        position=card.line.position,
        email=card.line.email,
        settings=_settings(settings or stored, viewer, card.time_zone),
        password=_password(password or Draft()) if has_password else None,
        tokens=tuple(_token(one, viewer) for one in tokens if one.revoked_at is None),
        token_form=_token_form(token or Draft({"days": "90"})),
        shown_once=shown_once,
        factors=security.summary(has),
        sessions=security.sessions(open_now, viewer),
        outside=(server.OIDC_NAME or _("Account of your company")) if server.OIDC_ISSUER else "",
        tied=tied,
    )


def _settings(draft: Draft, viewer: Viewer, zone: str | None) -> Form:
    company = zones.name(calendars.company_schedule().zone, viewer.now)
    hint = _("J and K go through a list, A approves, D declines. The list of keys opens by the key ?")
    fields = (
        draft.field("language", _("Language"), Kind.RADIO, options=LANGUAGES),
        draft.field(
            "time_zone",
            _("Time zone"),
            Kind.CHOICE,
            options=zones.options(viewer.now, zone),
            placeholder=_("As in the company: {zone}").format(zone=company),
            hint=_("Deadlines and the journal are shown in it, and your working hours run by it."),
        ),
        draft.field("keys", _("Single-letter keys"), Kind.YES_NO, hint=hint),
    )
    return draft.form("/profile/settings", fields)


def _password(draft: Draft) -> Form:
    fields = (
        draft.field("old", _("Present password"), Kind.PASSWORD, required=True, autocomplete="current-password"),
        draft.field(
            "new",
            _("New password"),
            Kind.PASSWORD,
            required=True,
            autocomplete="new-password",
            hint=_(
                "10 characters or more. You stay signed in here; other devices are signed out, and your API tokens end."
            ),
        ),
    )
    return draft.form("/profile/password", fields)


def _token_form(draft: Draft) -> Form:
    days = [(one, ngettext("{count} day", "{count} days", int(one)).format(count=one)) for one in DAYS]
    fields = (
        draft.field("name", _("What for"), required=True, placeholder=_("For example, reports to the warehouse")),
        draft.field("days", _("Works for"), Kind.CHOICE, options=days, required=True),
    )
    return draft.form("/profile/tokens", fields)


def _token(line: TokenLine, viewer: Viewer) -> TokenRow:
    made = formats.day(line.created_at.astimezone(viewer.zone).date())
    until = formats.day(line.expires_at.astimezone(viewer.zone).date())
    words = (
        _("{hint}, made {made}, works until {until}") if line.is_live else _("{hint}, made {made}, over since {until}")
    )
    at = formats.ago(line.last_used_at, viewer.now, viewer.zone) if line.last_used_at else ""
    return TokenRow(
        line.id,
        line.name,
        words.format(hint=line.hint, made=made, until=until),
        _("last used {at}").format(at=at) if at else _("never used"),
    )
