"""Channels in words: how people are told, what each channel needs, how it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from marshrut.channels.queries import ChannelInfo
from marshrut.doors.web import formats
from marshrut.doors.web.screens.channels import ChannelRow, ChannelScreen, ChannelsScreen
from marshrut.doors.web.screens.mailboxes import CheckStep
from marshrut.doors.web.screens.parts import Badge, Link, Tab, Tone
from marshrut.kernel.outside import FormLine

from .mailboxes import MARKS
from .viewer import Viewer

PATH: Final = "/channels/"
LOG: Final = f"{PATH}log/"
RULES: Final = f"{PATH}rules/"
ICONS: Final = {"telegram": "send", "max": "message", "email": "mail", "push": "bell"}
#: what is wrong with the account itself, whatever the weather
_ACCOUNT: Final = frozenset({"refused", "sealed", "settings", "forbidden"})
_ABROAD: Final = gettext_lazy(
    "Messages lie on servers abroad. Decide who may read names and sums there (152-ФЗ), or tick the short mode. Under "
    "41-ФЗ banks, insurers, marketplaces, operators and state companies do not write to clients by foreign messengers; "
    "Marshrut writes to employees only."
)
_ELSEWHERE: Final = gettext_lazy(
    "Messages lie on servers of the messenger. Decide who may read names and sums there (152-ФЗ), or tick the short "
    "mode."
)
_CAUTION: Final = {"telegram": _ABROAD, "max": _ELSEWHERE}


def tabs(current: str) -> tuple[Tab, ...]:
    places = ((_("Channels"), PATH), (_("Rules for everybody"), RULES), (_("Deliveries"), LOG))
    return tuple(Tab(text, path, path == current) for text, path in places)


def listing(found: Sequence[ChannelInfo], viewer: Viewer) -> ChannelsScreen:
    return ChannelsScreen(
        tabs=tabs(PATH),
        lead=_("Everything is in the portal. What is connected here tells people where they are; each chooses what "
               "goes where."),
        rows=(_portal(), *(_row(one, viewer) for one in found)),
    )  # fmt: skip


def _portal() -> ChannelRow:
    words = _("The bell and the chat: every notice is there, whatever else happens to it.")
    return ChannelRow(name=_("Portal"), url="", icon="world", badge=Badge(_("always on"), Tone.OK), sub=words)


def _row(one: ChannelInfo, viewer: Viewer) -> ChannelRow:
    shown = one.connected and one.active
    return ChannelRow(
        name=one.title,
        url=f"{PATH}{one.code}/",
        icon=ICONS.get(one.code, "plug"),
        badge=badge(one),
        sub=_sub(one),
        seen=_seen(one, viewer) if shown else "",
        waiting=formats.number(one.waiting) if shown else "",
        today=_today(one) if shown else "",
    )


def _sub(one: ChannelInfo) -> str:
    if not one.installed:
        return _("The program that carries it is not installed. Its settings are kept.")
    if not one.connected:
        needs = ", ".join(_needs(one))
        return _("Needs: {what}.").format(what=needs) if needs else _("Needs nothing to connect.")
    return one.error_title if one.error and one.active else _reached(one)


def badge(one: ChannelInfo) -> Badge:
    if not one.installed:
        return Badge(pgettext("channel", "not installed"))
    if not one.connected:
        return Badge(pgettext("channel", "not connected"))
    if not one.active:
        return Badge(_("switched off"))
    if one.error in _ACCOUNT:
        return Badge(_("our account is not accepted"), Tone.BAD)
    if one.silent or one.closed_until:
        return Badge(_("does not answer"), Tone.BAD)
    if one.waits_until:
        return Badge(pgettext("channel", "asks to wait"), Tone.WARN)
    if one.error:
        return Badge(_("answers with failures"), Tone.WARN)
    return Badge(_("works"), Tone.OK) if one.last_ok_at else Badge(pgettext("channel", "not used yet"), Tone.INFO)


def screen(one: ChannelInfo, viewer: Viewer, check: Mapping[str, Any] | None = None, site: str = "") -> ChannelScreen:
    """`site`: where the installation is reached."""
    return ChannelScreen(
        title=one.title,
        url=f"{PATH}{one.code}/",
        badge=badge(one),
        facts=tuple((label, value) for label, value in _facts(one, viewer) if value),
        needs=() if one.connected else tuple(_needs(one)),
        about=_about(one),
        caution=str(_CAUTION[one.code]) if one.code in _CAUTION and not one.short else "",
        warning=_warning(one),
        advice=one.advice,
        tone=Tone.BAD if one.silent or one.error in _ACCOUNT else Tone.WARN,
        steps=tuple(_step(step) for step in check["steps"]) if check else (),
        verdict=_verdict(check) if check else "",
        verdict_tone=Tone.OK if check and check["ok"] else Tone.BAD,
        connected=one.connected,
        active=one.active,
        missing=not one.installed,
        hook=f"{site}{one.hook}" if one.hook else "",
        version=one.version,
        links=_links(one),
    )


def _about(one: ChannelInfo) -> str:
    if one.connected or not one.installed:
        return ""
    if one.presses:
        return _("People get their tasks there and decide by buttons. Each links an account of their own.")
    if one.links:
        return _("People are told there. Each links an account of their own.")
    return _("People are told there; what is to be decided opens a page of the portal.")


def _warning(one: ChannelInfo) -> str:
    if not (one.error and one.active):
        return ""
    return f"{one.error_title} ({one.error_words})" if one.error_words else one.error_title


def _needs(one: ChannelInfo) -> list[str]:
    return [field.title[:1].lower() + field.title[1:] for field in one.form if field.required]


def _links(one: ChannelInfo) -> tuple[Link, ...]:
    if not one.connected:
        return ()
    log = f"{LOG}?channel={one.code}"
    found = [Link(_("Deliveries of this channel"), log, "list-details")]
    if one.failed_today:
        found.append(Link(_("What was not delivered"), f"{log}&state=failed", "alert-triangle"))
    return tuple(found)


def _facts(one: ChannelInfo, viewer: Viewer) -> Iterable[tuple[str, str]]:
    if not one.connected:
        return
    for field in one.form:
        yield field.title, value(field)
    yield _("Decisions above this sum only in the portal"), _limit(one)
    yield _("Short mode"), _("yes: no names, sums and files") if one.short else _("no")
    yield pgettext("channel", "Last success"), _seen(one, viewer)
    if one.hears != "never":
        heard = formats.ago(one.heard_at, viewer.now, viewer.zone) if one.heard_at else _("not yet")
        yield pgettext("channel", "Heard from people"), heard
    if one.error_at and one.error:
        yield _("Last failure"), formats.ago(one.error_at, viewer.now, viewer.zone)
    if one.closed_until:
        yield pgettext("channel", "Left alone until"), formats.ago(one.closed_until, viewer.now, viewer.zone)
    if one.waits_until:
        yield pgettext("channel", "Asked us to wait until"), formats.clock(one.waits_until, viewer.zone)
    yield pgettext("channel", "In the queue"), _queue(one)
    yield _("Today"), _today(one)
    yield pgettext("channel", "Reaches"), _reached(one)


def value(field: FormLine) -> str:
    if field.kind == "secret":
        return _("kept, shown to nobody") if field.there else _("not given")
    if field.kind == "tick":
        return _("yes") if field.value else _("no")
    return field.value


def _limit(one: ChannelInfo) -> str:
    return formats.money(one.limit_sum) if one.limit_sum is not None else _("no limit")


def _seen(one: ChannelInfo, viewer: Viewer) -> str:
    return formats.ago(one.last_ok_at, viewer.now, viewer.zone) if one.last_ok_at else _("not yet")


def _queue(one: ChannelInfo) -> str:
    if not one.held:
        return formats.number(one.waiting)
    return _("{n}, of these {held} wait for their hour").format(
        n=formats.number(one.waiting), held=formats.number(one.held)
    )


def _today(one: ChannelInfo) -> str:
    sent = _("sent {n}").format(n=formats.number(one.sent_today))
    if not one.failed_today:
        return sent
    return f"{sent}, {_('not delivered {n}').format(n=formats.number(one.failed_today))}"


def _reached(one: ChannelInfo) -> str:
    if not one.people:
        return _("nobody is reached there yet")
    return ngettext("reaches {n} person", "reaches {n} people", one.people).format(n=formats.number(one.people))


def _step(step: Mapping[str, str]) -> CheckStep:
    mark, tone = MARKS[step["outcome"]]
    return CheckStep(step["title"], mark, tone, step["said"], step["advice"])


def _verdict(check: Mapping[str, Any]) -> str:
    if check["ok"]:
        return _("Everything works: the channel can be used.")
    return _("Something does not work yet: what to do stands beside the step.")
