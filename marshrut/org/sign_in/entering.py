"""The moment somebody is in: a session that knows from where, how surely, and what must be set up first."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, cast

from django.conf import settings
from django.contrib import auth
from django.core import signing
from django.http import HttpRequest

from marshrut.kernel import clock

from ..models import Person
from . import leaving, policy
from .store import HAS_FACTOR, PLACE, PROVED, SessionStore

#: minutes between the password and the second factor
HALF: Final = 10
_HALF: Final = "half_in"
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


def origin(request: HttpRequest) -> str:
    """What addresses of this site begin with, as the browser sees them; a proxy in front may speak TLS for us."""
    return f"{'https' if settings.HTTPS else request.scheme}://{request.get_host()}"


def enter(request: HttpRequest, person: Person, address: str, *, proved: bool = True, asked: bool = True) -> None:
    """Sign the person in. `asked`: whether the rule on second factors is applied; training people are spared."""
    session = cast("SessionStore", request.session)
    session.pop(_HALF, None)
    session.begin()
    auth.login(request, person, backend=_BACKEND)
    session[PLACE] = {"device": request.headers.get("User-Agent", "")[:300], "address": address[:60]}
    if browser := leaving.mark(request):
        session[leaving.BROWSER] = browser
        leaving.tell(leaving.Left(stays=person.pk, browser=browser))
    if proved:
        prove(request)
    session.pop(HAS_FACTOR, None)
    if not asked:
        session[HAS_FACTOR] = True


def leave(request: HttpRequest) -> None:
    """Sign whoever is there out."""
    if browser := leaving.mark(request):
        leaving.tell(leaving.Left(browser=browser))
    auth.logout(request)


def prove(request: HttpRequest) -> None:
    """The person has just shown who they are: by password, second factor or passkey."""
    request.session[PROVED] = clock.now().isoformat()


def proved_at(request: HttpRequest) -> datetime | None:
    found = request.session.get(PROVED)
    return datetime.fromisoformat(found) if found else None


def must_set_up(request: HttpRequest) -> bool:
    """Nothing but the page of second factors is open yet, also when the rule began after the person had come in.

    Looked up once in a session: another session that changes the factors ends this one.
    """
    if not request.user.is_authenticated or not policy.demanded(request.user):
        return False
    if HAS_FACTOR not in request.session:
        request.session[HAS_FACTOR] = policy.has_factor(request.user.pk)
    return not request.session[HAS_FACTOR]


def factors_changed(request: HttpRequest) -> None:
    """In this very session: what it knows of them is over."""
    request.session.pop(HAS_FACTOR, None)


def half_in(request: HttpRequest, person: Person) -> None:
    """The password was right, the second factor is still to come. Nothing is open yet."""
    if request.session.session_key:
        request.session.cycle_key()
    request.session[_HALF] = signing.dumps([person.pk, person.get_session_auth_hash()[:16]], salt=_HALF)


def half_in_person(request: HttpRequest) -> Person | None:
    """Whose password was right in the last ten minutes, and still is."""
    try:
        found: list[Any] = signing.loads(request.session.get(_HALF, ""), salt=_HALF, max_age=HALF * 60)
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=found[0], is_active=True).first()
    return person if person and person.get_session_auth_hash()[:16] == found[1] else None
