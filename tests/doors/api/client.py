"""A program with the tokens of named people."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.kernel.actor import Actor
from marshrut.org import commands
from tests.support.office import PDF, Office

Response = Any


class Api:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.client = Client()
        self.tokens: dict[str, str] = {}

    def token(self, name: str) -> str:
        if name not in self.tokens:
            made = commands.create_token(Actor.person(self.office.id(name), "cli"), name="tests")
            self.tokens[name] = made["token"]
        return self.tokens[name]

    def headers(self, by: str | None, **more: str) -> dict[str, str]:
        auth = {"Authorization": f"Bearer {self.token(by)}"} if by else {}
        return {**auth, **{name.replace("_", "-"): value for name, value in more.items()}}

    def get(self, path: str, by: str | None = "alisa", /, language: str = "", **query: Any) -> Response:
        headers = {"Accept-Language": language} if language else {}
        return self.client.get(f"/api{path}", query, headers={**self.headers(by), **headers})

    def send(self, method: str, path: str, body: Any = None, by: str | None = "alisa", **headers: str) -> Response:
        """`body` as JSON; bytes as they are; headers with underscores for dashes."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method, f"/api{path}", content, "application/json", headers=self.headers(by, **headers)
        )

    def post(self, path: str, body: Any = None, by: str | None = "alisa", **headers: str) -> Response:
        return self.send("POST", path, body, by, **headers)

    def patch(self, path: str, body: Any = None, by: str | None = "alisa", **headers: str) -> Response:
        return self.send("PATCH", path, body, by, **headers)

    def upload(
        self,
        path: str = "/files",
        by: str | None = "alisa",
        name: str = "Счёт.pdf",
        content: bytes = PDF,
        data: dict[str, Any] | None = None,
        **headers: str,
    ) -> Response:
        parts = {"file": SimpleUploadedFile(name, content), **(data or {})}
        return self.client.post(f"/api{path}", parts, headers=self.headers(by, **headers))


def problem(response: Response, status: int, code: str) -> dict[str, Any]:
    """The problem the response must be."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    found: dict[str, Any] = json.loads(response.content)
    assert (response.status_code, found["status"], found["code"]) == (status, status, code), found
    assert found["type"] == f"urn:marshrut:problem:{code}"
    assert found["detail"].strip()
    return found
