"""The sign-in page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Kind
from marshrut.doors.web.screens.parts import Face
from marshrut.doors.web.screens.simple import LoginScreen
from marshrut.org.queries import PersonLine

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
        demo=tuple(
            (Face(initials_of(one.short_name), one.short_name, formats.hue(one.id)), one.email, one.position)
            for one in demo
        ),
    )
