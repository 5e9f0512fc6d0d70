"""The form of a channel: what it needs, what may be said and decided there."""

from __future__ import annotations

from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from marshrut.channels.queries import ChannelInfo
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Link
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.kernel.errors import Refused
from marshrut.kernel.outside import FormLine

from .channels import PATH
from .draft import Draft

#: settings stand apart from what every form carries: a wire may call one of its own "key"
OWN: Final = "own_"
#: inputs that are no settings of the wire
PLAIN: Final = ("limit_sum", "short", "active")
KINDS: Final = {"secret": Kind.PASSWORD, "number": Kind.NUMBER, "tick": Kind.YES_NO, "long": Kind.LONG}


def draft(one: ChannelInfo) -> Draft:
    given: dict[str, Any] = {f"{OWN}{field.key}": field.value for field in one.form}
    limit = "" if one.limit_sum is None else f"{one.limit_sum:f}"
    return Draft({**given, "limit_sum": limit, "short": one.short, "active": one.active or not one.connected})


def refused(sent: QueryDict, error: Refused) -> Draft:
    """What was typed, secrets aside, with the complaints at the inputs they are about."""
    about = {key if key in PLAIN else f"{OWN}{key}": words for key, words in error.fields.items()}
    return Draft(sent.dict(), str(error), about, error.code)


def form(draft: Draft, one: ChannelInfo, version: int | None = None) -> FormScreen:
    """`version` is the one the refused form was opened at."""
    here = f"{PATH}{one.code}/"
    return FormScreen(
        title=_("Settings of the connection") if one.connected else _("Connect: {channel}").format(channel=one.title),
        back=Link(one.title if one.connected else _("Channels"), here if one.connected else PATH),
        lead=_("Keys and passwords are kept sealed and shown to nobody.") if _has_secrets(one) else "",
        form=draft.form(f"{here}edit/", _fields(draft, one), _("Save") if one.connected else _("Connect"),
                        one.version if version is None else version),
    )  # fmt: skip


def _has_secrets(one: ChannelInfo) -> bool:
    return any(field.kind == "secret" for field in one.form)


def _fields(draft: Draft, one: ChannelInfo) -> list[Field]:
    fields = [_field(draft, field) for field in one.form]
    if one.presses:
        words = _("Above it the buttons lead to the page of the task. Empty: no limit.")
        fields.append(
            draft.field("limit_sum", _("Decisions above this sum only in the portal"), Kind.MONEY, hint=words)
        )
    words = _("What happened and a link, without names, sums, pictures and files.")
    fields.append(draft.field("short", _("Short mode"), Kind.YES_NO, hint=words))
    fields.append(draft.field("active", _("Use this channel"), Kind.YES_NO))
    return fields


def _field(draft: Draft, field: FormLine) -> Field:
    kept = _("Leave it empty to keep the one that is there.") if field.there else field.hint
    return draft.field(
        f"{OWN}{field.key}",
        field.title,
        KINDS.get(field.kind, Kind.TEXT),
        required=field.required and not field.there,
        hint=kept,
        wide=field.kind in ("url", "long"),
        autocomplete="new-password" if field.kind == "secret" else "off",
    )
