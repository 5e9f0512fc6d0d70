"""One-use addresses: an invitation to whoever is new, a new password for whoever forgot theirs.

Only the digest of the secret is kept. Several may be open at once; using one closes all of the person.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.history import queries as history
from marshrut.jobs import effects
from marshrut.jobs.registry import TakenEffect, on_effect
from marshrut.kernel import clock
from marshrut.kernel.errors import Invalid

from .. import rules, tries
from ..models import Person, SignInLink
from . import factors, outside
from .password import network

INVITATION: Final = "invitation"
RESET: Final = "reset"
EFFECT: Final = "send_sign_in_link"
OVER: Final = gettext_lazy("This link is over or was used already. Ask for a new one.")


def make(person: int, purpose: str, *, by: int | None = None) -> tuple[str, datetime]:
    """The secret part, told this once, and until when it works."""
    secret, at = secrets.token_urlsafe(32), clock.now()
    until = at + timedelta(hours=rules.LINK_HOURS[purpose])
    SignInLink.objects.create(
        person_id=person,
        purpose=purpose,
        digest=rules.token_digest(secret),
        made_by_id=by,
        made_at=at,
        expires_at=until,
    )
    return secret, until


def is_fresh(person: int) -> bool:
    """Nobody has ever been in: no way to sign in, here or by a server of the company, and none that was taken away.

    Nor has the person a role or a department: who takes the account would take what they decide.
    """
    found = Person.objects.filter(pk=person, is_admin=False, last_login=None, roles=None, headed=None).first()
    return (
        found is not None
        and not found.has_usable_password()
        and not outside.is_tied_anywhere(person)
        and factors.of_person(person) == factors.Factors()
        and not history.latest(f"person:{person}", limit=1, kinds=["org.person_dismissed"])
    )


def person_of(secret: str) -> Person:
    """Whose link this is. Raises Invalid when it is over."""
    return _open(secret).person


def use(secret: str, *purposes: str) -> Person:
    """Within a transaction: the link and all others of the person are used now; of two at once one is refused."""
    found = _open(secret, locked=True)
    if purposes and found.purpose not in purposes:
        raise Invalid(OVER, code="link_over")
    SignInLink.objects.filter(person=found.person, used_at=None).update(used_at=clock.now())
    return found.person


def _open(secret: str, *, locked: bool = False) -> SignInLink:
    rows = SignInLink.objects.select_for_update(of=("self",)) if locked else SignInLink.objects.all()
    found = (
        rows.select_related("person", "made_by")
        .filter(digest=rules.token_digest(secret), used_at=None, expires_at__gt=clock.now(), person__is_active=True)
        .first()
    )
    if found is None or not _still_good(found):
        raise Invalid(OVER, code="link_over")
    return found


def _still_good(link: SignInLink) -> bool:
    """What a head was shown ends when the newcomer gets in another way: else the head could be him from then on."""
    shown_to = link.made_by
    return shown_to is None or shown_to.is_admin or is_fresh(link.person_id)


def address(secret: str, origin: str) -> str:
    return f"{settings.PUBLIC_ADDRESS or origin}/welcome/{secret}/"


def forgot(email: str, origin: str, place: str) -> None:
    """Sends a link, if there is anybody to send it to; the answer is the same for all, and as quick.

    Raises TooManyTries.
    """
    who = email.replace("\x00", "").strip().lower()
    tries.count(tries.digest(f"reset {who}"), f"reset {network(place)}")
    found = Person.objects.filter(email=who, is_active=True).first()
    if found is not None and found.has_usable_password():
        send(found.pk, RESET, origin)


def send(person: int, purpose: str, origin: str) -> None:
    """By the worker, which makes the link at that moment: no secret waits in a queue."""
    payload = {"person": person, "purpose": purpose, "origin": origin}
    minute = f"{clock.now():%Y%m%d%H%M}"  # one letter a minute is enough
    effects.enqueue([effects.row(EFFECT, f"{EFFECT}:{purpose}:{person}:{minute}", payload=payload)])


@on_effect(EFFECT, lane="mail", lease=30)
def _send(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    person = Person.objects.filter(pk=payload["person"], is_active=True).first()
    if person is None or not settings.EMAIL_HOST:
        return None
    secret, _until = make(person.pk, payload["purpose"])
    with translation.override(person.language):
        subject, text = _words(payload["purpose"], address(secret, payload["origin"]))
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email]).send()
    return None


def _words(purpose: str, link: str) -> tuple[str, str]:
    hours = rules.LINK_HOURS[purpose]
    if purpose == INVITATION:
        text = _("You are invited to Marshrut. Open this address and set your password:")
        over = _("The address works once, for %(hours)s hours.") % {"hours": hours}
        return _("Invitation to Marshrut"), f"{text}\n\n{link}\n\n{over}"
    text = _("Somebody asked for a new password to Marshrut with this e-mail. To set it, open this address:")
    over = _("It works once, within an hour. If it was not you, do nothing: the password stays as it is.")
    return _("New password to Marshrut"), f"{text}\n\n{link}\n\n{over}"
