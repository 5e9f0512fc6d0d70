"""Second factors and sessions of the one who looks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Form
from marshrut.doors.web.screens.signing import FactorsScreen, KeyRow, SessionRow
from marshrut.org.sign_in.factors import Factors, PasskeyLine
from marshrut.org.sign_in.sessions import SessionLine

from .draft import Draft
from .viewer import Viewer

PATH = "/profile/second-factor/"
#: mark in what a browser says of itself -> its name; the first that fits
BROWSERS = {
    "YaBrowser": "Яндекс Браузер", "Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox",
    "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


def screen(
    has: Factors,
    viewer: Viewer,
    *,
    secret: str,
    picture: str,
    demanded: bool,
    app: Draft | None = None,
    passkey: Draft | None = None,
    codes: tuple[str, ...] = (),
    error: str = "",
) -> FactorsScreen:
    """`app` and `passkey` are forms that were refused; `codes` are shown this once."""
    left = ngettext("{count} code is left", "{count} codes are left", has.codes_left).format(count=has.codes_left)
    return FactorsScreen(
        totp=has.totp,
        picture=picture,
        secret=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        form=None if has.totp else _app_form(app or Draft()),
        passkeys=tuple(_key(one, viewer) for one in has.passkeys),
        passkey_form=_passkey_form(passkey or Draft()),
        codes_left=left if has.strong else "",
        codes=codes,
        error=error,
        demanded=_("Your company asks for a second factor. Set one up, and the rest opens.") if demanded else "",
    )


def _app_form(draft: Draft) -> Form:
    field = draft.field("code", _("Code of the app"), required=True, autocomplete="one-time-code", placeholder="123456")
    return draft.form(f"{PATH}app", (field,), _("Set up"))


def _passkey_form(draft: Draft) -> Form:
    field = draft.field(
        "name", _("Name of the device"), required=True, placeholder=_("For example, my phone"), autocomplete="off"
    )
    return draft.form(f"{PATH}passkeys", (field,), _("Add a passkey"))


def _key(line: PasskeyLine, viewer: Viewer) -> KeyRow:
    made = _("added {day}").format(day=formats.day(line.made_at.astimezone(viewer.zone).date()))
    if line.used_at is None:
        return KeyRow(line.id, line.name, made)
    used = _("last used {at}").format(at=formats.day(line.used_at.astimezone(viewer.zone).date()))
    return KeyRow(line.id, line.name, f"{made}, {used}")


def summary(has: Factors) -> str:
    """«Код приложения, ключей доступа: 2»"""
    parts = [_("codes of an app")] if has.totp else []
    if has.passkeys:
        parts.append(_("passkeys: {count}").format(count=len(has.passkeys)))
    return ", ".join(parts)


def sessions(lines: list[SessionLine], viewer: Viewer) -> tuple[SessionRow, ...]:
    return tuple(_session(line, viewer) for line in lines)


def _session(line: SessionLine, viewer: Viewer) -> SessionRow:
    seen = formats.moment(line.seen_at, viewer.zone)
    told = _("this one, since {at}").format(at=formats.moment(line.started_at, viewer.zone))
    when = told if line.current else _("last seen {at}").format(at=seen)
    return SessionRow(line.id, device(line.device), f"{when} · {line.address}".rstrip(" ·"), line.current)


def device(told: str) -> str:
    """«Chrome, Windows»"""
    names = (next((name for mark, name in table.items() if mark in told), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, names)) or _("Unknown device")
