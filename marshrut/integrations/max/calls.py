"""Bot API of MAX: one call, and what its refusals mean. The token goes in a header and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from marshrut.channels.wire import Account, WireTrouble
from marshrut.kernel import egress
from marshrut.kernel.egress import Answer

from .. import messaging

#: the API of today; older ones are closed one after another
ADDRESS: Final = "https://platform-api2.max.ru"
#: words of MAX in `code` or in `message` -> what they mean; the first that is found counts
_MEANINGS: Final = (
    ("attachment.not.ready", "not_ready"),
    ("not.processed", "not_ready"),
    ("dialog.suspended", "blocked"),
    ("chat.denied", "blocked"),
    ("dialog.notfound", "gone"),
    ("dialog.not.found", "gone"),
    ("chat.not.found", "gone"),
    ("user.not.found", "gone"),
    ("verify.token", "refused"),
    ("too.many.requests", "limit"),
)


def call(
    account: Account,
    method: str,
    path: str,
    *,
    params: Mapping[str, Any] | None = None,
    body: Mapping[str, Any] | None = None,
    patience: float | None = None,
) -> dict[str, Any]:
    """Raises WireTrouble; no secret of the account is in it."""
    with messaging.hushed(account):
        answer = messaging.ask(
            method,
            str(account.settings.get("address") or ADDRESS).rstrip("/") + path,
            way=messaging.way(account),
            patience=patience or messaging.PATIENCE,
            params={name: str(value) for name, value in (params or {}).items()},
            headers={"authorization": token(account)},
            json=body,
        )
        return understood(answer)


def token(account: Account) -> str:
    """Raises WireTrouble("settings")."""
    found = account.secrets.get("token", "").strip()
    if not found or not found.isascii() or not found.isprintable():
        raise WireTrouble("settings")
    return found


def understood(answer: Answer) -> dict[str, Any]:
    """The object of a good answer. `success: false` is a refusal with a good status."""
    found = messaging.read(answer)
    if answer.status == 200 and found.get("success") is not False:
        return found
    code, said = str(found.get("code") or ""), str(found.get("message") or found.get("error") or "")
    words = f"{code}: {said}" if code else said
    wait = messaging.after(answer)
    for sign, meaning in _MEANINGS:
        if sign in code or sign in said:
            raise WireTrouble(meaning, egress.said(words), retry_after=wait)  # type: ignore[arg-type]
    if answer.status == 200:
        raise WireTrouble("protocol", egress.said(words))
    raise messaging.refused(answer.status, words, wait)


def upload(account: Account, name: str, mime: str, content: bytes) -> dict[str, Any]:
    """The payload of an attachment for a picture: it is carried to another server, which is not told the token."""
    place = str(call(account, "POST", "/uploads", params={"type": "image"}).get("url") or "")
    body, kind = messaging.form({}, {"data": (name, mime, content)})
    with messaging.hushed(account):
        answer = messaging.ask("POST", place, way=messaging.way(account), headers={"content-type": kind}, content=body)
        found = understood(answer)
    photos, token_of_file = found.get("photos"), found.get("token")
    if isinstance(photos, dict) and photos:
        return {"photos": photos}
    if isinstance(token_of_file, str) and token_of_file:
        return {"token": token_of_file}
    raise WireTrouble("protocol", "uploads")


def download(account: Account, address: str, most: int) -> bytes:
    """Of a file somebody sent: it lies on a server of files, which is told nothing about us."""
    if not urlsplit(address).hostname:
        raise WireTrouble("gone")
    answer = messaging.ask("GET", address, way=messaging.way(account), most=most, patience=60.0, page=True)
    if answer.status in (403, 404, 410):
        raise WireTrouble("gone", f"HTTP {answer.status}")
    if answer.status != 200:
        raise messaging.refused(answer.status)
    return answer.body
