"""A small identity server (OpenID Connect) on this machine, with bad days on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "marshrut", "client-secret"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class IdentityServer:
    """`lies` changes claims of tokens; `bad` is "", "silent" (500), "other_key", "none", "hs256" or "no_token"."""

    def __init__(self) -> None:
        self.lies: dict[str, Any] = {}
        self.bad = ""
        self.says_issuer = ""
        self.codes: dict[str, dict[str, str]] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.get(self)

            def do_POST(self) -> None:
                server.post(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.http.server_port}"

    def sign_in(self, address: str, subject: str) -> tuple[str, str]:
        """What the person does there: the state and a code to come back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "subject": subject}
        return asked["state"], code

    def get(self, call: BaseHTTPRequestHandler) -> None:
        if self.bad == "silent":
            return call.send_error(500)
        if call.path == "/.well-known/openid-configuration":
            return self._answer(
                call,
                {
                    "issuer": self.says_issuer or self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                },
            )
        if call.path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return self._answer(call, {"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]})
        return call.send_error(404)

    def post(self, call: BaseHTTPRequestHandler) -> None:
        sent = parse_qs(call.rfile.read(int(call.headers["Content-Length"])).decode())
        known = self.codes.pop(sent["code"][0], None)  # once
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(sent.get("code_verifier", [""])[0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = known and call.headers["Authorization"] == f"Basic {basic}" and challenge == known["code_challenge"]
        if not known or not right or sent["redirect_uri"][0] != known["redirect_uri"]:
            return call.send_error(400)
        answer = {"access_token": "x", "token_type": "Bearer"}
        if self.bad != "no_token":
            answer["id_token"] = self._token(known)
        return self._answer(call, answer)

    def _token(self, known: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": known["subject"], "nonce": known["nonce"], "iat": now,
            "exp": now + 300, "email": "boris@example.ru", "email_verified": True,
        }  # fmt: skip
        told = {name: value for name, value in {**claims, **self.lies}.items() if value is not None}
        head = {"kid": "one"}
        if self.bad == "none":
            return jwt.encode(told, "", algorithm="none", headers=head)
        if self.bad == "hs256":
            return jwt.encode(told, "0" * 32, algorithm="HS256", headers=head)
        return jwt.encode(told, OTHER_KEY if self.bad == "other_key" else KEY, algorithm="RS256", headers=head)

    def _answer(self, call: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        call.send_response(200)
        call.send_header("Content-Type", "application/json")
        call.send_header("Content-Length", str(len(text)))
        call.end_headers()
        call.wfile.write(text)


@contextmanager
def running() -> Iterator[IdentityServer]:
    server = IdentityServer()
    thread = Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()
