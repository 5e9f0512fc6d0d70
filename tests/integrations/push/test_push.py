"""Web push: what is sent is what the standard says, only known services are trusted, refusals are told apart."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from marshrut.channels.wire import Account, Button, InBrowsers, Message, To, WireTrouble
from marshrut.integrations.push import encrypting, showing, signing, subscribing
from marshrut.integrations.push.browsers import Browsers, refusal
from marshrut.integrations.push.encrypting import Subscription, octets, words
from marshrut.kernel import clock
from marshrut.kernel.addresses import Trouble
from marshrut.kernel.egress import Answer, Line

KEY = signing.made()
ACCOUNT = Account("push", {"contact": "it@company.ru", "hosts": "127.0.0.1"}, {"key": KEY})


class Browser:
    """What a browser keeps to itself."""

    def __init__(self, endpoint: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = b"sixteen of bytes"
        self.endpoint = endpoint

    @property
    def said(self) -> dict[str, Any]:
        public = encrypting.point(self.key.public_key())
        return {"endpoint": self.endpoint, "expirationTime": None,
                "keys": {"p256dh": words(public), "auth": words(self.auth)}}  # fmt: skip

    def reads(self, body: bytes) -> dict[str, Any]:
        """Decrypted as RFC 8291 tells a browser to, from the other end."""
        salt, (_size, length) = body[:16], struct.unpack("!LB", body[16:21])
        theirs, own = body[21 : 21 + length], encrypting.point(self.key.public_key())
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        secret = HKDF(hashes.SHA256(), 32, self.auth, b"WebPush: info\0" + own + theirs).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        plain = AESGCM(key).decrypt(nonce, body[21 + length :], None)
        assert plain[-1:] == b"\x02"
        found: dict[str, Any] = json.loads(plain[:-1])
        return found


def test_the_example_of_the_standard() -> None:
    """RFC 8291, appendix A."""
    own = ec.derive_private_key(
        int.from_bytes(octets("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
    )
    to = Subscription(
        "https://push.example.net/",
        octets("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        octets("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    made = encrypting.encrypted(
        b"When I grow up, I want to be a watermelon", to, own=own, salt=octets("DGv6ra1nlYgDCS1FRnbzlw")
    )
    assert words(made) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PB"
        "ru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@contextmanager
def service(status: int = 201) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A push service on this machine: its address, and what it was given."""
    given: list[tuple[dict[str, str], bytes]] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            given.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(status)
            self.send_header("location", "https://push.example/m/42")
            self.send_header("retry-after", "7")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send/abc", given
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


MESSAGE = Message(
    number="А1-17".replace("А", "A"),
    title="Согласовать: счёт № 12",
    lines=(("Сумма", "120 000,00 ₽"), ("Поставщик", "ООО «Ромашка»")),
    rows=((Button("Согласовать", url="https://portal/act/x/"), Button("В чате", data="a:1")),),
    url="https://portal/inbox/?task=3",
    urgent=True,
)


def test_the_browser_reads_what_was_sent_and_the_service_cannot(settings: Any) -> None:
    with service() as (address, given):
        settings.EGRESS_ALLOW = {address.split("/")[2]}
        browser = Browser(address)
        wire = Browsers()
        kept = wire.admits(ACCOUNT, browser.said)
        assert wire.send(ACCOUNT, To(kept, 1, "ru"), MESSAGE) == "42"
    ((headers, body),) = given
    assert browser.reads(body) == {
        "title": "Согласовать: счёт № 12",
        "body": "Сумма: 120 000,00 ₽\nПоставщик: ООО «Ромашка»",
        "url": "https://portal/inbox/?task=3",
        "tag": "A1-17",
        "urgent": True,
        "buttons": [{"text": "Согласовать", "url": "https://portal/act/x/"}],
    }
    assert "Ромашка".encode() not in body
    assert headers["content-encoding"] == "aes128gcm"
    assert (headers["urgency"], headers["topic"], headers["ttl"]) == ("high", "A1-17", "86400")


def test_who_sends_is_signed_for_this_service_only(settings: Any) -> None:
    with service() as (address, given):
        settings.EGRESS_ALLOW = {address.split("/")[2]}
        wire = Browsers()
        wire.send(ACCOUNT, To(wire.admits(ACCOUNT, Browser(address).said), 1, "ru"), MESSAGE)
    token, public = given[0][0]["authorization"].removeprefix("vapid t=").split(", k=")
    assert public == wire.link(ACCOUNT, "")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), octets(public))
    claims = jwt.decode(token, key, algorithms=["ES256"], audience=f"http://{address.split('/')[2]}")
    assert claims["sub"] == "mailto:it@company.ru"
    assert 0 < claims["exp"] - clock.now().timestamp() <= timedelta(hours=24).total_seconds()


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "gone"), (410, "gone"), (429, "limit"), (413, "too_large"), (403, "unwelcome"), (401, "unwelcome"),
     (400, "unwelcome"), (500, "broken"), (503, "broken"), (302, "broken"), (502, "broken")],
)  # fmt: skip
def test_what_a_service_answers_is_told_apart(status: int, code: str, settings: Any) -> None:
    with service(status) as (address, _given):
        settings.EGRESS_ALLOW = {address.split("/")[2]}
        wire = Browsers()
        with pytest.raises(WireTrouble) as caught:
            wire.send(ACCOUNT, To(wire.admits(ACCOUNT, Browser(address).said), 1, "ru"), MESSAGE)
    assert caught.value.code == code
    assert caught.value.certain == (status != 502)  # a gateway does not know what happened behind it
    assert caught.value.retry_after == (timedelta(seconds=7) if code == "limit" else None)


def test_a_wait_that_makes_no_sense_is_a_minute() -> None:
    assert refusal(Answer(429, {"retry-after": "soon"}, b"")).retry_after == timedelta(minutes=1)


@pytest.mark.parametrize("sent", [False, True])
def test_only_what_was_never_connected_is_certainly_not_there(sent: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_args: object, **_words: object) -> Answer:
        trouble = Trouble("silent")
        trouble.sent = sent
        raise trouble

    monkeypatch.setattr(Line, "ask", silent)
    wire = Browsers()
    to = To(wire.admits(ACCOUNT, Browser("https://fcm.googleapis.com/fcm/send/x").said), 1, "ru")
    with pytest.raises(WireTrouble) as caught:
        wire.send(ACCOUNT, to, MESSAGE)
    assert (caught.value.code, caught.value.certain) == ("silent", not sent)


def test_a_service_that_is_not_there_is_trouble(settings: Any) -> None:
    with service() as (address, _given):
        pass
    settings.EGRESS_ALLOW = {address.split("/")[2]}
    wire = Browsers()
    with pytest.raises(WireTrouble) as caught:
        wire.send(ACCOUNT, To(wire.admits(ACCOUNT, Browser(address).said), 1, "ru"), MESSAGE)
    assert caught.value.code == "closed"


@pytest.mark.parametrize(
    "endpoint",
    ["https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x",
     "https://web.push.apple.com/x", "https://wns2-par02p.notify.windows.com/w/?token=x"],
)  # fmt: skip
def test_services_of_browsers_are_trusted(endpoint: str) -> None:
    assert json.loads(Browsers().admits(ACCOUNT, Browser(endpoint).said))["endpoint"] == endpoint


@pytest.mark.parametrize(
    "endpoint",
    ["https://evil.example/x", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://10.0.0.1/x",
     "https://fcm.googleapis.com.evil.example/x", "https://u@fcm.googleapis.com/x", "https://evilpush.apple.com/x",
     "ftp://fcm.googleapis.com/x", "", "x" * 2000, "https://[::1", "http://127.0.0.1:5432/x"],
)  # fmt: skip
def test_strange_places_are_refused(endpoint: str) -> None:
    with pytest.raises(WireTrouble) as caught:
        Browsers().admits(ACCOUNT, Browser(endpoint).said)
    assert caught.value.code in ("forbidden", "protocol")


@pytest.mark.parametrize(
    "given",
    [{}, {"endpoint": "https://fcm.googleapis.com/x"}, {"endpoint": "https://fcm.googleapis.com/x", "keys": "x"},
     {"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "AAAA", "auth": words(b"sixteen of bytes")}},
     {"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "ы", "auth": "ы"}}],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(WireTrouble) as caught:
        Browsers().admits(ACCOUNT, given)
    assert caught.value.code == "protocol"


@pytest.mark.parametrize("address", ["", "[]", "17", '{"endpoint": "x"}', "not json"])
def test_an_address_that_cannot_be_read_is_gone(address: str) -> None:
    with pytest.raises(WireTrouble) as caught:
        subscribing.opened(address)
    assert caught.value.code == "gone"


def test_without_its_key_nothing_is_sent() -> None:
    empty = Account("push", {}, {})
    with pytest.raises(WireTrouble) as caught:
        Browsers().link(empty, "")
    assert caught.value.code == "settings"
    (step,) = Browsers().check(empty)
    assert step.outcome == "bad"


def test_a_payload_always_fits() -> None:
    long = Message(number="7", title="т" * 900, text="ы" * 5000, url="https://portal/" + "x" * 2000)
    assert len(showing.payload(long)) <= showing.MOST
    shown = json.loads(showing.payload(Message(number="7", title="т", url="https://portal/" + "x" * 4000)))
    assert shown["url"] == "/notifications/"


def test_it_is_a_wire_of_browsers() -> None:
    assert isinstance(Browsers(), InBrowsers)
    assert len(octets(Browsers().made()["key"])) == 32
