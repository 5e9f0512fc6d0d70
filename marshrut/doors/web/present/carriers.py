"""Carriers in words: whom we can ask where a shipment is, what each needs, how it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.definitions.schema.tracks import WAYS
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.mailboxes import CheckStep
from marshrut.doors.web.screens.parts import Badge, Link, Tone
from marshrut.doors.web.screens.shipments import CarrierRow, CarrierScreen, CarriersScreen
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.kernel.errors import Refused
from marshrut.kernel.outside import FormLine
from marshrut.shipments import sentences
from marshrut.shipments.queries import CarrierInfo

from .draft import Draft
from .mailboxes import MARKS
from .viewer import Viewer

PATH: Final = "/carriers/"
#: settings stand apart from what every form carries: a carrier may call one of its own "key"
OWN: Final = "own_"
KINDS: Final = {"secret": Kind.PASSWORD, "number": Kind.NUMBER, "tick": Kind.YES_NO}


def listing(found: Sequence[CarrierInfo], viewer: Viewer) -> CarriersScreen:
    return CarriersScreen(
        lead=_("Whoever is connected is asked by itself where shipments are. No carrier needs to be connected: "
               "any shipment can be led by hand."),
        rows=tuple(_row(one, viewer) for one in found),
        by_hand=_by_hand(found, viewer),
    )  # fmt: skip


def _row(one: CarrierInfo, viewer: Viewer) -> CarrierRow:
    if one.barred and not one.connected:
        return CarrierRow(
            name=one.title, url=f"{PATH}{one.code}/", badge=badge(one), sub=_("Only for training."), seen="", quota=""
        )
    needs = _("Needs: {what}.").format(what=", ".join(_needs(one))) if _needs(one) else _("Needs nothing to connect.")
    return CarrierRow(
        name=one.title,
        url=f"{PATH}{one.code}/",
        badge=badge(one),
        sub=_followed(one) if one.connected else needs,
        seen=_seen(one, viewer) if one.connected else "",
        quota=_quota(one) if one.connected else "",
    )


def _by_hand(found: Sequence[CarrierInfo], viewer: Viewer) -> str:
    """Ways that nobody can be asked about."""
    asked = {one.code for one in found}
    names = [
        way.title.say(viewer.language) for way in WAYS.values() if way.number != "none" and way.provider not in asked
    ]
    return _("Followed by hand: {ways}.").format(ways=", ".join(names)) if names else ""


def screen(one: CarrierInfo, viewer: Viewer, check: Mapping[str, Any] | None = None, site: str = "") -> CarrierScreen:
    """`site`: where the installation is reached."""
    return CarrierScreen(
        title=one.title,
        url=f"{PATH}{one.code}/",
        badge=badge(one),
        facts=tuple((label, value) for label, value in _facts(one, viewer) if value),
        needs=() if one.connected else tuple(_needs(one)),
        warning=_warning(one),
        advice=one.advice,
        tone=Tone.BAD if one.silent or one.error == "refused" else Tone.WARN,
        steps=tuple(_step(step) for step in check["steps"]) if check else (),
        verdict=_verdict(check) if check else "",
        verdict_tone=Tone.OK if check and check["ok"] else Tone.BAD,
        connected=one.connected,
        barred=str(sentences.TRAINING_ONLY) if one.barred else "",
        hook=f"{site}{one.hook}" if one.hook else "",
    )


def badge(one: CarrierInfo) -> Badge:
    if not one.connected:
        return Badge(_("not connected"))
    if not one.active:
        return Badge(_("switched off"))
    if one.error in ("refused", "sealed", "settings"):
        return Badge(_("our account is not accepted"), Tone.BAD)
    if one.silent or one.closed_until:
        return Badge(_("does not answer"), Tone.BAD)
    if one.error:
        return Badge(_("answers with failures"), Tone.WARN)
    return Badge(_("works"), Tone.OK) if one.last_ok_at else Badge(_("not asked yet"), Tone.INFO)


def _warning(one: CarrierInfo) -> str:
    if not (one.error and one.active):
        return ""
    return f"{one.error_title} ({one.error_words})" if one.error_words else one.error_title


def _needs(one: CarrierInfo) -> list[str]:
    return [field.title[:1].lower() + field.title[1:] for field in one.form if field.required]


def _facts(one: CarrierInfo, viewer: Viewer) -> Iterable[tuple[str, str]]:
    if one.stands_in:
        yield (
            pgettext("carrier", "What it is"),
            _(
                "Shows made-up ways of shipments, so that everything can be tried. Nobody is asked. Carriers with an "
                "account of their own are never replaced, not even those switched off."
            ),
        )
    if not one.connected:
        return
    for field in one.form:
        yield field.title, _value(field)
    yield _("Last good answer"), _seen(one, viewer)
    if one.error_at and one.error:
        yield _("Last failure"), formats.ago(one.error_at, viewer.now, viewer.zone)
    if one.closed_until:
        yield _("Left alone until"), formats.ago(one.closed_until, viewer.now, viewer.zone)
    yield _("Requests today"), _quota(one)
    yield _("Shipments"), _followed(one)


def _value(field: FormLine) -> str:
    if field.kind == "secret":
        return _("kept, shown to nobody") if field.there else _("not given")
    if field.kind == "tick":
        return _("yes") if field.value else _("no")
    return field.value


def _seen(one: CarrierInfo, viewer: Viewer) -> str:
    return formats.ago(one.last_ok_at, viewer.now, viewer.zone) if one.last_ok_at else _("not yet")


def _quota(one: CarrierInfo) -> str:
    used = formats.number(one.quota_used)
    if one.quota_limit is None:
        return used
    return _("{used} of {limit}").format(used=used, limit=formats.number(one.quota_limit))


def _followed(one: CarrierInfo) -> str:
    if not one.shipments:
        return _("no shipments to follow now")
    many = ngettext("follows {n} shipment", "follows {n} shipments", one.shipments)
    said = many.format(n=formats.number(one.shipments))
    if not one.waiting:
        return said
    late = ngettext("{n} of them waits for an answer", "{n} of them wait for an answer", one.waiting)
    return f"{said}, {late.format(n=formats.number(one.waiting))}"


def _step(step: Mapping[str, str]) -> CheckStep:
    mark, tone = MARKS[step["outcome"]]
    return CheckStep(step["title"], mark, tone, step["said"], step["advice"])


def _verdict(check: Mapping[str, Any]) -> str:
    if check["ok"]:
        return _("Everything works: the carrier answers us.")
    return _("Something does not work yet: what to do stands beside the step.")


def draft(one: CarrierInfo) -> Draft:
    given: dict[str, Any] = {f"{OWN}{field.key}": field.value for field in one.form}
    return Draft({**given, "quota": one.quota or "", "active": one.active or not one.connected})


def refused(sent: QueryDict, error: Refused) -> Draft:
    """What was typed, secrets aside, with the complaints at the inputs they are about."""
    about = {key if key in ("quota", "active") else f"{OWN}{key}": words for key, words in error.fields.items()}
    return Draft(sent.dict(), str(error), about, error.code)


def form(draft: Draft, one: CarrierInfo, version: int | None = None) -> FormScreen:
    """`version` is the one the refused form was opened at."""
    here = f"{PATH}{one.code}/"
    limit = formats.number(one.quota_limit) if one.quota_limit and not one.quota else ""
    usual = _("Empty: {limit}, as the carrier allows.").format(limit=limit) if limit else _("Empty: no limit.")
    fields = [
        *(_field(draft, field) for field in one.form),
        draft.field("quota", _("Requests a day"), Kind.NUMBER, hint=usual),
        draft.field("active", _("Ask this carrier"), Kind.YES_NO),
    ]
    return FormScreen(
        title=one.title if one.connected else _("Connect: {carrier}").format(carrier=one.title),
        back=Link(one.title, here),
        lead=_("Keys and passwords are those for programs, from your cabinet or contract with the carrier. They are "
               "kept sealed and shown to nobody."),
        form=draft.form(f"{here}edit/", fields, _("Save") if one.connected else _("Connect"),
                        one.version if version is None else version),
        danger=Link(_("Disconnect"), f"{here}remove") if one.connected else None,
        danger_confirm=_("The settings and the keys are forgotten. Shipments stay and are followed by hand.")
        if one.connected else "",
    )  # fmt: skip


def _field(draft: Draft, field: FormLine) -> Field:
    kept = _("Leave it empty to keep the one that is there.") if field.there else field.hint
    return draft.field(
        f"{OWN}{field.key}",
        field.title,
        KINDS.get(field.kind, Kind.TEXT),
        required=field.required and not field.there,
        hint=kept,
        autocomplete="new-password" if field.kind == "secret" else "off",
    )
