"""Sign-in by the company's own identity server (OpenID Connect): asked here, verified here, kept by django-allauth.

A person is known by issuer and subject, never by e-mail. The first time the two meet by an invitation of an
administrator, or when the person, signed in already, ties them together.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from jwt import PyJWTError, get_unverified_header

from marshrut.kernel.errors import Invalid, Refused

from .. import tries
from ..models import Person
from .password import network

_TALK: Final = "outside_talk"
#: times that strangers of one address set out within a quarter of an hour; a whole office may share one
MOST: Final = 100
#: seconds; what the server says of itself is believed that long
KEPT: Final = 300
#: signatures by a key that only the server has
ALGORITHMS: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
WRONG: Final = _("The identity server answered something that cannot be trusted. Try once more.")
AWAY: Final = _("The identity server does not answer. Sign in another way, or try again later.")
UNKNOWN: Final = _("Nobody here is tied to this account yet. Sign in another way and tie it in your profile.")


class Away(Refused):
    code = "outside_away"
    status = 503


@dataclass(frozen=True, slots=True)
class Known:
    """Who the identity server says it is, and what the talk was begun for."""

    issuer: str
    subject: str
    #: "", or the secret of an invitation, or the id of a person who ties the account to himself
    purpose: str
    onward: str


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER)


def count(address: str) -> None:
    """Somebody unknown sets out from here. Before anything is kept or asked. Raises TooManyTries."""
    place = f"outside {network(address)}"
    tries.count(tries.digest(place), place, MOST)


def forgive(address: str) -> None:
    """Somebody has come back from there and is known here: this address is of the company."""
    place = f"outside {network(address)}"
    tries.forgive(tries.digest(place), place)


def begin(request: HttpRequest, back: str, *, purpose: str = "", onward: str = "/") -> str:
    """The address of the identity server to send the browser to. `back` is ours, where it returns. Raises Away."""
    config, verifier = _config(), secrets.token_urlsafe(48)
    state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    talk = {"state": state, "nonce": nonce, "verifier": verifier, "purpose": purpose, "onward": onward}
    request.session[_TALK] = talk
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back,
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": digest,
        "code_challenge_method": "S256",
    }
    return f"{config['authorization_endpoint']}?{urlencode(asked)}"


def finish(request: HttpRequest, back: str) -> Known:
    """What the browser brought back, verified. Raises Invalid, Away."""
    talk: dict[str, str] = request.session.pop(_TALK, None) or {}
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if not talk or not code or not hmac.compare_digest(state.encode(), talk["state"].encode()):
        raise Invalid(WRONG, code="outside_wrong")
    config = _config()
    try:
        told = _verified(_exchanged(request, config, back, code, talk["verifier"]), config)
    except requests.RequestException as error:
        raise Away(AWAY) from error
    except (OAuth2Error, PyJWTError, KeyError, ValueError, TypeError) as error:
        raise Invalid(WRONG, code="outside_wrong") from error
    if not hmac.compare_digest(str(told.get("nonce", "")).encode(), talk["nonce"].encode()):
        raise Invalid(WRONG, code="outside_wrong")
    return Known(settings.OIDC_ISSUER, told["sub"], talk["purpose"], talk["onward"])


def _config() -> dict[str, Any]:
    """What the server says of itself; it must be the one that is configured."""
    address = f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration"
    kept = f"org.outside.{tries.digest(address)}"
    known: dict[str, Any] | None = cache.get(kept)
    if known is not None:
        return known
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
    except requests.RequestException as error:
        raise Away(AWAY) from error
    if not isinstance(found, dict) or found.get("issuer") != settings.OIDC_ISSUER:
        raise Invalid(WRONG, code="outside_wrong")
    cache.set(kept, found, KEPT)
    return found


def _exchanged(request: HttpRequest, config: dict[str, Any], back: str, code: str, verifier: str) -> str:
    methods = config.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    client = OAuth2Client(
        request,
        settings.OIDC_CLIENT_ID,
        settings.OIDC_CLIENT_SECRET,
        "POST",
        config["token_endpoint"],
        back,
        basic_auth="client_secret_post" not in methods,
    )
    return str(client.get_access_token(code, pkce_code_verifier=verifier)["id_token"])


def _verified(token: str, config: dict[str, Any]) -> dict[str, Any]:
    """Signature, issuer, audience and time; the subject is there."""
    if get_unverified_header(token).get("alg") not in ALGORITHMS:
        raise ValueError("an algorithm that proves nothing")
    told: dict[str, Any] = jwtkit.verify_and_decode(
        credential=token,
        keys_url=config["jwks_uri"],
        issuer=settings.OIDC_ISSUER,
        audience=settings.OIDC_CLIENT_ID,
        lookup_kid=jwtkit.lookup_kid_jwk,
        verify_signature=True,
    )
    if "exp" not in told or not isinstance(told.get("sub"), str) or not 0 < len(told["sub"]) <= 190:
        raise ValueError("no time or no subject")
    if told.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise ValueError("for somebody else")
    return told


def person_of(issuer: str, subject: str) -> Person | None:
    """The active person this account is tied to."""
    found = SocialAccount.objects.filter(provider=issuer, uid=subject, user__is_active=True).first()
    return Person.objects.filter(pk=found.user_id).first() if found else None


def is_tied(person: int) -> bool:
    return bool(SocialAccount.objects.filter(user_id=person, provider=settings.OIDC_ISSUER).exists())


def is_tied_anywhere(person: int) -> bool:
    """To an account of an identity server or an entry of a directory, of today or of before."""
    return bool(SocialAccount.objects.filter(user_id=person).exists())


def is_tied_today(person: int) -> bool:
    """To an account of the present identity server, or to an entry of a directory while there is one."""
    rows = SocialAccount.objects.filter(user_id=person)
    if not settings.LDAP:
        return bool(is_on() and rows.filter(provider=settings.OIDC_ISSUER).exists())
    former = rows.filter(provider__startswith="https://").exclude(provider=settings.OIDC_ISSUER)
    return bool(rows.exclude(pk__in=former).exists())


def tie(person: int, issuer: str, subject: str) -> bool:
    """False when the account belongs to somebody else."""
    found, _made = SocialAccount.objects.get_or_create(provider=issuer, uid=subject, defaults={"user_id": person})
    return bool(found.user_id == person)


def untie(person: int) -> bool:
    return bool(SocialAccount.objects.filter(user_id=person, provider=settings.OIDC_ISSUER).delete()[0])


def tied(issuer: str) -> dict[str, int]:
    """Subject -> person, of one server or directory."""
    rows = SocialAccount.objects.filter(provider=issuer)
    return dict(rows.values_list("uid", "user_id"))
