"""The sign-in page."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Face
from marshrut.doors.web.screens.signing import ProveScreen, SecondScreen
from marshrut.doors.web.screens.simple import LoginScreen
from marshrut.org.queries import PersonLine
from marshrut.org.sign_in.factors import Factors

from . import welcome
from .draft import Draft
from .viewer import initials_of


def screen(draft: Draft, onward: str, demo: list[PersonLine]) -> LoginScreen:
    """`demo`: people of a training installation, signed in by one press."""
    typed = bool(draft.values.get("username"))
    return LoginScreen(
        fields=(
            draft.field(
                "username", _("E-mail"), Kind.EMAIL, required=True, autocomplete="username", autofocus=not typed
            ),
            draft.field(
                "password",
                _("Password"),
                Kind.PASSWORD,
                required=True,
                autocomplete="current-password",
                autofocus=typed,
            ),
        ),
        error=draft.error,
        next=onward,
        forgot=bool(settings.EMAIL_HOST),
        outside=welcome.outside(),
        demo=tuple(
            (Face(initials_of(one.short_name), one.short_name, formats.hue(one.id)), one.email, one.position)
            for one in demo
        ),
    )


def second(draft: Draft, onward: str, has: Factors) -> SecondScreen:
    return SecondScreen(
        field=code_field(draft, has),
        error=draft.error,
        next=onward,
        passkey=bool(has.passkeys),
        codes=has.totp or has.codes_left > 0,
    )


def code_field(draft: Draft, has: Factors) -> Field:
    """Figures of the app, or a recovery code."""
    return draft.field(
        "code",
        _("Code of the app") if has.totp else _("Recovery code"),
        required=True,
        autofocus=True,
        autocomplete="one-time-code",
        hint=_("Or one of your recovery codes.") if has.totp else "",
    )


def prove(draft: Draft, onward: str, has: Factors, password: bool) -> ProveScreen:
    """One of the fields is enough."""
    fields = []
    if password:
        secret = draft.field("password", _("Password"), Kind.PASSWORD, autocomplete="current-password", autofocus=True)
        fields.append(secret)
    if has.totp:
        fields.append(draft.field("code", _("Or the code of the app"), autocomplete="one-time-code"))
    return ProveScreen(
        fields=tuple(fields),
        error=draft.error,
        next=onward,
        passkey=bool(has.passkeys),
        training=settings.TRAINING,
    )
