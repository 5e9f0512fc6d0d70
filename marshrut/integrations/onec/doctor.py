"""The doctor: tries a base step by step and says, in the words of the menus of 1C, what is to be switched on there.

Nothing is written: whether this user could write cannot be tried, so it is only said.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from marshrut.edocs.source import Account, SourceTrouble
from marshrut.kernel import clock, egress
from marshrut.kernel.outside import Step

from . import cells, probe, sentences, settings
from .asking import NONE, Asking, listed
from .probe import Base
from .profile import Probed, Profile, built_in, detected, plain
from .settings import Settings
from .transport import Line, Refusal

log = logging.getLogger(__name__)
#: seconds between the clocks that are worth a word
SKEW: Final = 60


def check(account: Account) -> list[Step]:
    """Ends with the first step that makes the next ones impossible."""
    try:
        told = settings.read(account)
    except SourceTrouble as trouble:
        return [_bad("settings", _("Settings"), trouble.code, trouble.said)]
    steps: list[Step] = []
    try:
        steps.extend(_steps(told, account))
    except Refusal as refusal:
        steps.append(_bad("answer", _("Answer of 1C"), refusal.code, refusal.said))
    except SourceTrouble as trouble:
        steps.append(_bad("answer", _("Answer of 1C"), trouble.code, trouble.said))
    except Exception:
        log.exception("an answer was not foreseen")
        steps.append(_bad("answer", _("Answer of 1C"), "protocol"))
    return steps


def _steps(told: Settings, account: Account) -> Iterator[Step]:
    host = _host(told)
    yield host
    if host.outcome == "bad":
        return
    with Line(told) as line:
        title = _("Publication and user")
        try:
            said = line.get("", {})
        except Refusal as refusal:
            yield _bad("publication", title, refusal.code, refusal.said)
            return
        yield Step("publication", title, "ok", _("1C answers and knows this user."))
        published = frozenset(str(row.get("name") or "") for row in listed(said))
        yield _clock(said.date.timestamp() if said.date else None)
        found = _profile(told, published)
        if isinstance(found, Step):
            yield found
            return
        yield Step("profile", _("Mapping"), "ok", _("It fits: %(key)s.") % {"key": found.key})
        yield from _objects(line, told, found, published)
        said_so = _("Marshrut never writes to 1C; whether this user could is not tried.")
        yield Step("read_only", _("Reading only"), "skipped", said_so, str(sentences.READ_ONLY))


def _host(told: Settings) -> Step:
    title = _("Address")
    if code := egress.refused(told.service):
        return _bad("host", title, code)
    try:
        socket.getaddrinfo(egress.host(told.service), None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return _bad("host", title, "no_host")
    return Step("host", title, "ok")


def _clock(there: float | None) -> Step:
    title = _("Clock of the server")
    if there is None:
        return Step("clock", title, "warn", _("The server does not tell its time."))
    skew = round(there - clock.now().timestamp())
    if abs(skew) <= SKEW:
        return Step("clock", title, "ok")
    said = _("It differs from ours by %(seconds)s seconds.") % {"seconds": skew}
    return Step("clock", title, "warn", said, _("Set the clock of the server of 1C by a time server."))


def _profile(told: Settings, published: frozenset[str]) -> Profile | Step:
    title = _("Mapping")
    try:
        chosen = told.chosen()
    except SourceTrouble as trouble:
        return _bad("profile", title, trouble.code, trouble.said)
    key = "" if chosen else detected(published)
    if chosen is None and not key:
        return _bad("profile", title, "no_profile" if published else "nothing_published")
    return chosen or built_in(key)


def _objects(line: Line, told: Settings, profile: Profile, published: frozenset[str]) -> Iterator[Step]:
    """Missing ones are listed one by one: each is a line to be ticked in 1C."""
    lost = False
    for place, needed in profile.sets().items():
        if place not in published and (needed or place not in map(plain, profile.papers)):
            lost = lost or needed
            yield _bad(f"object:{place}", sentences.in_menus(place), "no_set" if needed else "wished", warn=not needed)
    if lost:
        return
    try:
        found = probe.look(line, replace(told, profile=told.profile), Probed(), anew=True)
    except Refusal as refusal:
        name = sentences.in_menus(refusal.said.partition(",")[0])
        yield _bad("objects", name, refusal.code, refusal.said)
        return
    for place in found.probed.missing:
        if place in published:
            yield _bad(f"object:{place}", sentences.in_menus(place), "rights", warn=True)
    yield from _ways(found)
    yield _seen(Asking(line, told, found.profile, found.probed))


def _ways(found: Base) -> Iterator[Step]:
    """What the base can be asked for."""
    names, state = found.probed.names, found.profile.state
    place = plain(state.set) or found.profile.documents[0].set
    title = _("Stamp of changes")
    if names.get(place, {}).get(plain(state.changed_at)):
        yield Step("stamp", title, "ok", _("News are read by the time they were written."))
    else:
        said = _("This base does not tell when a state changed: open documents are looked through every time.")
        yield Step("stamp", title, "warn", said)
    title = _("Documents and what belongs to them")
    lost = [name.partition(".")[0] for name, dialect in found.probed.dialects.items() if dialect == NONE]
    if lost:
        said = _("Rows of a document cannot be found in: %(names)s.") % {
            "names": ", ".join(map(sentences.in_menus, lost))
        }
        yield Step("references", title, "warn", said, sentences.advice("no_dialect"))
    else:
        yield Step("references", title, "ok")
    if found.probed.cap:
        said = _("A server in between gives %(rows)s rows at most.") % {"rows": found.probed.cap}
        yield Step("cap", _("Length of lists"), "warn", said)


def _seen(asking: Asking) -> Step:
    """How many documents this user sees: with limited rights, fewer than there are."""
    counted = 0
    for kind in asking.profile.documents:
        options = {"$select": "Ref_Key", "$top": "1", "$inlinecount": "allpages"}
        allowed = {"allowedOnly": "true"} if asking.settings.allowed_only else {}
        data = asking.line.get(kind.set, {**options, **allowed}).data
        counted += int(cells.number(data, "odata.count") or 0)
    title = _("E-documents")
    if not counted:
        return Step("seen", title, "warn", _("None is seen."), sentences.advice("rights"))
    return Step("seen", title, "ok", _("%(count)s are seen by this user.") % {"count": counted})


def _bad(key: str, title: str, code: str, said: str = "", *, warn: bool = False) -> Step:
    told = sentences.happened(code)
    return Step(key, title, "warn" if warn else "bad", f"{told} ({said})" if said else told, sentences.advice(code))
