"""A call of Bot API, and what its refusals mean. The token is a part of the address, so no address is ever told on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from marshrut.channels.wire import Account, Picture, TroubleCode, WireTrouble
from marshrut.integrations import messaging
from marshrut.kernel.egress import Answer, said

ADDRESS: Final = "https://api.telegram.org"
#: seconds for a file; the words may have to go without it afterwards (`wire.LONGEST` for both)
FILE_PATIENCE: Final = 60.0
#: what is no token must not become another address
_TOKEN: Final = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,200}")
#: a part of what Telegram says, in small letters -> what it means. A chat that is not there is nobody's fault
_MEANINGS: Final[tuple[tuple[str, TroubleCode], ...]] = (
    ("bot was blocked", "blocked"),
    ("user is deactivated", "gone"),
    ("can't initiate conversation", "gone"),
    ("bot was kicked", "gone"),
    ("chat not found", "gone"),
    ("peer_id_invalid", "gone"),
    ("too large", "too_large"),
    ("too big", "too_large"),
)


class Refused(WireTrouble):
    """Telegram understood, and says no. `told`: its words in small letters."""

    def __init__(self, code: TroubleCode, words: str) -> None:
        super().__init__(code, words)
        self.told = words.lower()


def call(account: Account, method: str, *, patience: float = messaging.PATIENCE, **given: Any) -> Any:
    """The result. Raises WireTrouble, `Refused` for what Telegram itself does not do."""
    sent = {name: value for name, value in given.items() if value is not None}
    with messaging.hushed(account):
        address = f"{_base(account)}/bot{_token(account)}/{method}"
        return result(messaging.ask("POST", address, way=messaging.way(account), patience=patience, json=sent))


def send_file(account: Account, method: str, name: str, file: Picture, **given: str) -> Any:
    """The result of a call with a file. Values that are objects are JSON already."""
    body, kind = messaging.form(given, {name: (file.name, file.mime, file.content)})
    with messaging.hushed(account):
        address = f"{_base(account)}/bot{_token(account)}/{method}"
        sent: dict[str, Any] = {"content": body, "headers": {"content-type": kind}}
        return result(messaging.ask("POST", address, way=messaging.way(account), patience=FILE_PATIENCE, **sent))


def download(account: Account, path: str, most: int) -> bytes:
    """A file by the path that `getFile` gave. A server of one's own may give a path on its disk: that is not read."""
    if path.startswith("/") or ".." in path:
        raise WireTrouble("protocol", "file_path")
    with messaging.hushed(account):
        address = f"{_base(account)}/file/bot{_token(account)}/{quote(path)}"
        answer = messaging.ask("GET", address, way=messaging.way(account), patience=FILE_PATIENCE, page=True, most=most)
        if answer.status != 200:
            result(answer)
            raise WireTrouble("protocol", f"HTTP {answer.status}")
        return answer.body


def signed_in(account: Account) -> tuple[Mapping[str, Any], str]:
    """Who the bot is, and what its clock says."""
    with messaging.hushed(account):
        address = f"{_base(account)}/bot{_token(account)}/getMe"
        answer = messaging.ask("POST", address, way=messaging.way(account), json={})
        return messaging.part({"bot": result(answer)}, "bot"), answer.headers.get("date", "")


def result(answer: Answer) -> Any:
    """Raises WireTrouble."""
    found = messaging.read(answer)
    if found.get("ok") is True and answer.status == 200:
        return found.get("result")
    words = said(found.get("description") or f"HTTP {answer.status}")
    if answer.status == 429:
        seconds = messaging.part(found, "parameters").get("retry_after")
        raise WireTrouble("limit", words, retry_after=messaging.after(answer, seconds))
    if answer.status == 404:  # an address that is none of Bot API's, or a token that looks like none
        raise WireTrouble("refused", words)
    if answer.status == 409:  # of `getUpdates` only: another asks, or is called
        raise WireTrouble("contested", words)
    if answer.status in (400, 403):
        raise Refused(_meaning(words.lower(), "gone" if answer.status == 403 else "protocol"), words)
    raise messaging.refused(answer.status, words)


def _meaning(told: str, otherwise: TroubleCode) -> TroubleCode:
    return next((code for part, code in _MEANINGS if part in told), otherwise)


def _base(account: Account) -> str:
    return str(account.settings.get("address") or ADDRESS).rstrip("/")


def _token(account: Account) -> str:
    token = account.secrets.get("token", "")
    if not _TOKEN.fullmatch(token):
        raise WireTrouble("settings", "token")
    return token
