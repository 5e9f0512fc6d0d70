"""Pages of people who have no password yet, or no more."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from marshrut.doors.web.screens.forms import Kind
from marshrut.doors.web.screens.parts import Link
from marshrut.doors.web.screens.signing import PlainScreen

from .draft import Draft


def _back() -> Link:
    return Link(_("Back to the sign-in page"), settings.LOGIN_URL)


def new_password(name: str, email: str, draft: Draft) -> PlainScreen:
    field = draft.field(
        "password",
        _("New password"),
        Kind.PASSWORD,
        required=True,
        autocomplete="new-password",
        autofocus=True,
        hint=_("10 characters or more."),
    )
    lead = _("{name}, set the password you will sign in with. Your e-mail here is {email}.")
    form = draft.form("/login/new-password/", (field,), _("Set the password"))
    said = lead.format(name=name, email=email)
    return PlainScreen(title=_("New password"), lead=said, form=form, other=outside())


def over(sentence: str) -> PlainScreen:
    return PlainScreen(title=_("New password"), lead=sentence, foot=_back())


def forgot(draft: Draft) -> PlainScreen:
    field = draft.field("email", _("E-mail"), Kind.EMAIL, required=True, autocomplete="username", autofocus=True)
    lead = _("We will send you a letter with a link to set a new password.")
    form = draft.form("/login/forgot/", (field,), _("Send the letter"))
    return PlainScreen(title=_("Forgot the password"), lead=lead, form=form, foot=_back())


def sent() -> PlainScreen:
    lead = _("If somebody works here with this e-mail, the letter is on its way. The link in it works for an hour.")
    return PlainScreen(title=_("Forgot the password"), lead=lead, foot=_back())


def refused(sentence: str) -> PlainScreen:
    return PlainScreen(title=_("Sign in"), lead=sentence, foot=_back())


def outside() -> Link | None:
    """The company's identity server as a way in."""
    name = settings.OIDC_NAME or _("the account of your company")
    return Link(_("Sign in with {name}").format(name=name), "/login/outside/") if settings.OIDC_ISSUER else None
