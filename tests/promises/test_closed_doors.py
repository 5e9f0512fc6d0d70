"""Every address sends strangers to sign in, but for the few that hold no data; every answer carries the policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from marshrut.doors.web.middleware import POLICY

#: open to strangers, and why nothing is lost by it
OPEN = {
    "login/": "where strangers go",
    "login/forgot/": "the same answer for everybody; none at all without letters",
    "login/new-password/": "for whoever holds a one-use link",
    "login/outside/": "leads to the identity server of the company, where there is one",
    "login/outside/back": "verifies what the identity server says",
    "login/passkey": "a challenge for whoever shows a passkey",
    "welcome/<slug:secret>/": "keeps the secret in the session and leads on",
    "hooks/cdek/<slug:secret>/": "asks us to look at a number; answers nothing to anybody",
    "hooks/<slug:channel>/<slug:secret>/": "messengers tell there what people press; nothing is answered",
    "notifications/stop/<slug:token>/": "for whoever holds the link of a mail: stops mails of one group, tells nothing",
    "healthz": "numbers of the installation, for monitors",
    "sw.js": "a script for browsers",
    "manifest.webmanifest": "name and icon",
    "offline/": "a page without data",
}
#: sends on to an address that is closed itself
FORWARDING = {""}
SAMPLES = {
    "int": "1",
    "slug": "payment_request",
    "str": "x",
    "path": "x",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            if not route.startswith("api/"):  # tokens, with tests of their own
                yield from addresses(one.url_patterns, route)
        else:
            yield route


ROUTES = sorted(set(addresses(get_resolver("marshrut.config.urls").url_patterns)))


def filled(route: str) -> str:
    """An address of the route: "<int:card_id>" is 1."""
    for kind, sample in SAMPLES.items():
        while f"<{kind}:" in route:
            before, _open, rest = route.partition(f"<{kind}:")
            route = before + sample + rest.partition(">")[2]
    assert "<" not in route, f"no sample for {route}"
    return f"/{route}"


def test_there_are_addresses() -> None:
    assert len(ROUTES) > 60
    assert set(OPEN) <= set(ROUTES)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", [one for one in ROUTES if one not in OPEN and one not in FORWARDING])
def test_strangers_are_sent_to_sign_in(client: Client, db: None, route: str, method: str) -> None:
    answer = getattr(client, method)(filled(route))
    if route == "logout/":  # a form for whoever is in; there is nothing to sign out of
        assert answer.status_code in (302, 405)
        return
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=")
    assert answer.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("route", sorted({*OPEN, *FORWARDING}))
def test_open_answers_carry_the_policy(client: Client, db: None, route: str) -> None:
    answer = client.get(f"/{route}")
    assert answer.headers["Content-Security-Policy"] == POLICY
