"""СДЭК API v2: a token for an hour, our own orders only, new statuses first, returns as orders of their own.

`shipments`: number -> {"statuses": [{"code", "name", "date_time", "city", "deleted"}], "is_return", "return": number}.
"""

from __future__ import annotations

import secrets
from typing import Any

from .serving import Call, Carrier, Said, said, serve

ACCOUNT, SECRET = "test-account", "test-secret-Zq81"


def answer(call: Call, carrier: Carrier) -> Said:
    if call.path == "/v2/oauth/token":
        return _token(call, carrier)
    if call.headers.get("authorization") not in {f"Bearer {one}" for one in carrier.memory.get("tokens", [])}:
        return said(401, {"requests": [{"state": "INVALID", "errors": [{"code": "v2_token_expired"}]}]})
    if carrier.memory.get("left", 1) <= 0:
        return said(429, {}, **{"retry-after": "120"})
    if call.path == "/v2/orders":
        return _order(call.query.get("cdek_number", ""), carrier, "cdek number")
    if call.path.startswith("/v2/orders/"):
        number = {_uuid(one): one for one in carrier.shipments}.get(call.path.rpartition("/")[2], "")
        return _order(number, carrier, "uuid")
    return said(404, {})


def _token(call: Call, carrier: Carrier) -> Said:
    form = call.form()
    if form.get("grant_type") != "client_credentials" or (form.get("client_id"), form.get("client_secret")) != (
        ACCOUNT,
        carrier.memory.get("secret", SECRET),
    ):
        return said(401, {"error": "invalid_client", "error_description": "Bad client credentials"})
    token = secrets.token_urlsafe(32)
    carrier.memory.setdefault("tokens", []).append(token)
    return said(200, {"access_token": token, "token_type": "bearer", "expires_in": 3599, "scope": "order:all"})


def _uuid(number: str) -> str:
    return f"72753031-0000-4000-8000-{int(number):012d}"


def _order(number: str, carrier: Carrier, by: str) -> Said:
    known: dict[str, Any] | None = carrier.shipments.get(number)
    if known is None:
        error = {"code": "v2_entity_not_found", "message": f"Entity is not found by {by}"}
        return said(400, {"requests": [{"type": "GET", "state": "INVALID", "errors": [error]}], "related_entities": []})
    entity = {
        "uuid": _uuid(number),
        "cdek_number": number,
        "number": f"IM-{number}",
        "is_return": bool(known.get("is_return")),
        "statuses": sorted(known.get("statuses", []), key=lambda one: one["date_time"], reverse=True),
        "recipient": {"name": "Иванова Анна", "phones": [{"number": "+79990001122"}]},
    }
    related = []
    if back := known.get("return"):
        related.append({"type": "return_order", "uuid": _uuid(back), "cdek_number": back})
    requests = [{"type": "GET", "state": "SUCCESSFUL", "date_time": "2026-07-01T10:00:00+0000"}]
    return said(200, {"entity": entity, "requests": requests, "related_entities": related})


if __name__ == "__main__":
    serve(answer)
