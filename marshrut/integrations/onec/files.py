"""Files of documents, fetched when a person asks (S2.16): out of the base, else from a service of its own beside OData.

The address of 1C never reaches a browser; what was read here is what is shown.
"""

from __future__ import annotations

import binascii
import logging
from base64 import b64decode
from collections.abc import Mapping
from typing import Any, Final

from marshrut.edocs import queries
from marshrut.edocs.source import Account, Content

from . import cells, query, settings, url
from .profile import Files, Probed, Profile, built_in, plain
from .transport import Line, Refusal

log = logging.getLogger(__name__)
#: bytes of a file
MOST: Final = 40 << 20
#: seconds that a person waits for a file at most
PATIENCE: Final = 25.0
_ON_DISK: Final = "ВТомахНаДиске"
_BEGINS: Final = ((b"%PDF", "application/pdf"), (b"PK\x03\x04", "application/zip"), (b"<?xml", "application/xml"))


def content(account: Account, place: str, ref: str) -> Content:
    """A file, or a code of why there is none: see `edocs.source.Content`."""
    told = settings.read(account)
    known = queries.run_base(account.base)
    probed = Probed.of(known.profile if known else {})
    profile = told.chosen() or (built_in(probed.profile) if probed.profile else None)
    kind = next((one for one in profile.files if plain(one.set) == place), None) if profile else None
    if profile is None or kind is None or not cells.GUID.fullmatch(ref):
        return Content(code="empty")
    with Line(told, PATIENCE) as line:
        try:
            return _content(line, told, profile, probed, kind, ref)
        except url.Unfit:  # the service was named before its line of the form was looked at
            return Content(code="settings")
        except Refusal as refusal:
            log.warning("a file of %s was not read: %s %s", account.base, refusal.code, refusal.said)
            return Content(code=refusal.code)


def _content(line: Line, told: settings.Settings, profile: Profile, probed: Probed, kind: Files, ref: str) -> Content:
    row = _row(line, kind, ref)
    if row is None:
        return Content(code="gone")
    name = _name(row)
    body = _bytes(row, plain(kind.data))
    if body is None and told.file_service:
        body = _from_service(line, told, ref)
    if body is None:
        return Content(name=name, code="in_volume" if cells.text(row, "ТипХраненияФайла") == _ON_DISK else "empty")
    if len(body) > MOST:
        return Content(name=name, code="too_big")
    if kind.pdf and not body.startswith(b"%PDF"):
        return Content(name=name, code="empty")
    return Content(name=name, mime=mime(body), body=body)


def _row(line: Line, kind: Files, ref: str) -> Mapping[str, Any] | None:
    """With its content when this base has such a field. None: the file is not there any more."""
    fields = ["Description", "Расширение", "ТипХраненияФайла"]
    for more in ([plain(kind.data)] if kind.data else [], []):
        try:
            said = line.get(f"{plain(kind.set)}({query.guid(ref)})", {"$select": query.select([*fields, *more])})
        except Refusal as refusal:
            if refusal.code == "gone":
                return None
            if refusal.code == "field" and more:
                continue
            raise
        return said.data if isinstance(said.data, dict) else None
    return None


def _bytes(row: Mapping[str, Any], name: str) -> bytes | None:
    told = row.get(name)
    if not isinstance(told, str) or not told.strip():
        return None
    try:
        return b64decode("".join(told.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _from_service(line: Line, told: settings.Settings, ref: str) -> bytes | None:
    answer = line.file(f"{told.file_service}/{ref}")
    if answer.status != 200 or not answer.body or answer.body.lstrip()[:5].lower() in (b"<html", b"<!doc"):
        return None
    return answer.body


def _name(row: Mapping[str, Any]) -> str:
    name, end = cells.text(row, "Description", 200), cells.text(row, "Расширение", 10).lstrip(".")
    return name if not end or name.lower().endswith("." + end.lower()) else f"{name}.{end}"


def mime(body: bytes) -> str:
    """By its first bytes; nothing that a browser would run."""
    return next(
        (kind for begin, kind in _BEGINS if body.lstrip(b"\xef\xbb\xbf \r\n").startswith(begin)),
        "application/octet-stream",
    )
