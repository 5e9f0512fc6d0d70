"""Manners that all messengers have in common: a call, what an answer means, and secrets that never leave in words.

What is told of a trouble decides whether a message is sent again, so it says whether anything may have arrived.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any, Final
from urllib.parse import quote, quote_plus, urlencode

from django.utils.translation import gettext_lazy as _

from marshrut.channels import sentences
from marshrut.channels.wire import Account, TroubleCode, WireTrouble
from marshrut.kernel import clock, egress
from marshrut.kernel.egress import Answer
from marshrut.kernel.outside import SettingField, Step

#: seconds for one call; a message that takes longer is nobody's decision any more
PATIENCE: Final = 15.0
#: seconds a connection is kept without use, less than servers keep it; and at all, for names move
IDLE, OLD = 15.0, 300.0
#: longest time a messenger may ask us to wait: what it says beyond is no answer
LONGEST_WAIT: Final = timedelta(hours=1)
#: controls, formats (zero width, right to left), halves of letters, private ones
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_CODES: Final[dict[str, TroubleCode]] = {
    "no_host": "no_host", "closed": "closed", "silent": "silent", "cut": "cut", "certificate": "certificate",
    "forbidden": "forbidden", "too_large": "too_large", "proxy": "closed", "authorities": "certificate",
}  # fmt: skip


class _Lines(dict[tuple["Way", float], tuple[egress.Line, float, float]]):
    """Of one thread, for a connection serves one call at a time: the line, since when, and when it was used last."""

    def __del__(self) -> None:
        """The thread has ended."""
        for line, _made, _used in self.values():
            line.close()


class _Thread(threading.local):
    def __init__(self) -> None:
        self.lines = _Lines()


_kept: Final = _Thread()


@dataclass(frozen=True, slots=True)
class Way:
    """How a messenger is reached: through which proxy, trusting whom besides the system's authorities."""

    proxy: str = ""
    login: str = ""
    password: str = field(default="", repr=False)
    authorities: str = ""


#: lines of the form that lead to a `Way`
WAY: Final = (
    SettingField(
        "proxy",
        _("Proxy"),
        "url",
        hint=_("http://proxy.company.ru:3128, when the server goes out through one"),
        place=True,
    ),
    SettingField("proxy_login", _("Login at the proxy")),
    SettingField("proxy_password", _("Password at the proxy"), "secret"),
    SettingField(
        "authorities",
        _("File with certificates to believe"),
        hint=_("Path on the server, PEM, besides those of the system"),
    ),
)


def links(usual: str) -> SettingField:
    """The line of the form for `opens`."""
    hint = _("Another one when the usual one does not open for people")
    return SettingField("links", _("What links to the bot begin with"), "url", default=usual, hint=hint)


def opens(account: Account, usual: str, bot: str, token: str) -> str:
    """The link by which a person begins to talk to the bot."""
    begin = str(account.settings.get("links") or usual).rstrip("/")
    return f"{begin}/{quote(bot, safe='')}?{urlencode({'start': token})}"


def way(account: Account) -> Way:
    told = account.settings
    return Way(
        str(told.get("proxy") or ""),
        str(told.get("proxy_login") or ""),
        account.secrets.get("proxy_password", ""),
        str(told.get("authorities") or ""),
    )


def ask(
    method: str, address: str, *, way: Way | None = None, patience: float = PATIENCE, page: bool = False, **sent: Any
) -> Answer:
    """One call; `sent`: see `egress.ask`. Raises WireTrouble, also for what no messenger answers: a proxy's page.

    Statuses of the messenger itself are given back: each has words of its own for them. `page`: of a file, which may be
    of any kind.
    """
    by = (way or Way(), patience)
    try:
        answer = _line(*by).ask(method, address, patience=patience, **sent)
    except egress.Trouble as trouble:
        _hang_up(by)
        raise WireTrouble(_CODES.get(trouble.code, "protocol"), trouble.words, certain=not trouble.sent) from None
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if (kind == "text/html" and not page) or 300 <= answer.status < 400:  # somebody between us and the messenger speaks
        raise WireTrouble("broken", f"HTTP {answer.status} {kind}")
    return answer


def _line(way: Way, pause: float) -> egress.Line:
    """The one this thread used a moment ago, or a new one: to greet a server abroad takes longer than to write to it.

    `pause`: seconds between two pieces; whoever waits for news is silent as long as there are none.
    """
    now, kept = monotonic(), _kept.lines
    for by, (_found, made, used) in list(kept.items()):
        if now - used > IDLE or now - made > OLD:
            _hang_up(by)
    line, made, _used = kept.get((way, pause)) or (_call(way, pause), now, now)
    kept[way, pause] = (line, made, now)
    return line


def _call(way: Way, pause: float) -> egress.Line:
    return egress.Line(pause, proxy=way.proxy, login=way.login, password=way.password, authorities=way.authorities)


def _hang_up(by: tuple[Way, float]) -> None:
    """After a trouble nobody trusts the connection."""
    if (found := _kept.lines.pop(by, None)) is not None:
        found[0].close()


def read(answer: Answer) -> dict[str, Any]:
    """The object it holds. Raises WireTrouble: after a good status nobody knows what was done."""
    try:
        found = answer.json()
    except egress.Trouble:
        found = None
    if not isinstance(found, dict):
        raise WireTrouble("protocol", f"HTTP {answer.status}", certain=answer.status >= 400)
    return found


def refused(status: int, said: object = "", after: timedelta | None = None) -> WireTrouble:
    """What a bad status means when the messenger's own words say nothing better."""
    words = egress.said(said) or f"HTTP {status}"
    if status == 429:
        return WireTrouble("limit", words, retry_after=after)
    if status == 401:
        return WireTrouble("refused", words)
    if status == 413:
        return WireTrouble("too_large", words)
    if status >= 500:  # a gateway that lost patience does not know what happened behind it
        return WireTrouble("broken", words, retry_after=after, certain=status not in (502, 504))
    return WireTrouble("protocol", words)


def after(answer: Answer, seconds: object = None) -> timedelta | None:
    """How long it wants to be left alone: as said in the answer, or by the header."""
    told: Any = seconds if isinstance(seconds, int | float) else answer.headers.get("retry-after", "")
    try:
        if isinstance(told, str):
            told = float(told) if told.isdigit() else (parsedate_to_datetime(told) - clock.now()).total_seconds()
        return min(max(timedelta(seconds=told), timedelta()), LONGEST_WAIT)
    except (ValueError, TypeError, OverflowError):
        return None


@contextmanager
def hushed(account: Account) -> Iterator[None]:
    """Words of a messenger may repeat what it was asked with: no secret of the account leaves in a trouble."""
    try:
        yield
    except WireTrouble as trouble:
        if tells(account, trouble.said):
            again = {"retry_after": trouble.retry_after, "certain": trouble.certain}
            raise WireTrouble(trouble.code, **again) from None  # type: ignore[arg-type]
        raise


def tells(account: Account, said: str) -> bool:
    """Whether the words hold a secret of the account, however it is spelled."""
    for secret in (one for one in account.secrets.values() if len(one) > 3):
        spelled = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), json.dumps(secret).strip('"')}
        if any(one.lower() in said.lower() for one in spelled):
            return True
    return False


def reach(address: str, way: Way) -> None:
    """Whether the server is there: whatever it answers, it has answered. Raises WireTrouble."""
    if code := egress.refused(address):
        raise WireTrouble("forbidden" if code == "forbidden" else "settings")
    ask("GET", address, way=way, page=True)


def bad(key: str, title: str, trouble: WireTrouble) -> Step:
    """A step of a check that went wrong, in words."""
    happened, advice = sentences.happened(trouble.code), sentences.advice(trouble.code)
    said = f"{happened} ({trouble.said})" if trouble.said else happened
    return Step(key, title, "warn" if trouble.code == "limit" else "bad", said, advice)


def server(address: str) -> str:
    """Of an address, which may hold a secret, only the name."""
    return egress.host(address)


def hook_secret(account: Account) -> str:
    """What the other side shows when it calls us: made of the token, so that it is kept nowhere and ends with it."""
    token = account.secrets.get("token", "")
    return hmac.new(token.encode(), f"marshrut hook {account.channel}".encode(), hashlib.sha256).hexdigest()


def proves(account: Account, shown: str) -> bool:
    """In constant time; an account without a token proves nothing."""
    right = hmac.compare_digest(shown.encode(), hook_secret(account).encode())
    return right and bool(account.secrets.get("token"))


def plain(words: str) -> str:
    """Words for people: no signs that hide, turn a line around or belong to no letter; lines stay lines."""
    return "".join(
        sign for sign in kept(words).replace("\t", " ") if sign == "\n" or unicodedata.category(sign) not in _HIDDEN
    )


def kept(words: str, most: int = 20_000) -> str:
    """Words of others that the database can keep: no NUL, no half of a letter."""
    return words[:most].replace("\0", "").encode("utf-8", "ignore").decode()


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut between words, with a sign that there was more."""
    cut = text[: max(most - 1, 0)]
    if len(text) <= most:
        return text
    space = max(cut.rfind(" "), cut.rfind("\n"))
    return (cut[:space] if space > len(cut) * 3 // 4 else cut).rstrip() + "…"


def form(fields: Mapping[str, str], files: Mapping[str, tuple[str, str, bytes]]) -> tuple[bytes, str]:
    """A body of multipart/form-data and its type. `files`: field -> (name, type, content)."""
    border = hashlib.sha256(b"".join(one[2][:4096] for one in files.values()) + repr(fields).encode()).hexdigest()[:40]
    parts: list[bytes] = []
    for name, value in fields.items():
        parts.append(f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, (shown, mime, content) in files.items():
        safe = "".join(sign if sign.isprintable() and sign not in '"\\' else "_" for sign in shown) or "file"
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{safe}"\r\n'
        parts.append(f"{head}Content-Type: {mime}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


def objects(found: object) -> Sequence[dict[str, Any]]:
    """Of what should be a list of objects, those that are."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def part(found: object, name: str) -> dict[str, Any]:
    """An object inside of an object; empty when there is none."""
    inner = found.get(name) if isinstance(found, dict) else None
    return inner if isinstance(inner, dict) else {}


def moment(number: object, *, thousandths: bool = False) -> datetime | None:
    """Seconds since 1970, or thousandths of them."""
    if not isinstance(number, int | float) or isinstance(number, bool):
        return None
    try:
        return datetime.fromtimestamp(number / 1000 if thousandths else number, tz=clock.now().tzinfo)
    except (ValueError, OverflowError, OSError):
        return None
