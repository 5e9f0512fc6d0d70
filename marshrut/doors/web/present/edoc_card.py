"""An e-document on its card: what stands there in one sentence, who signed, how it went, its files and links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.doors.web import formats
from marshrut.doors.web.screens.card import FieldRow
from marshrut.doors.web.screens.edocs import EDocFile, EDocPart, EDocSide, EDocStop, RefreshBar, Signature
from marshrut.doors.web.screens.parts import Badge, Link, Tone
from marshrut.edocs.queries import ActLine, EDocLine, EDocPage, FileLine, Side, SignerLine

from . import edoc_rows
from .edoc_places import PATH, QUEUE
from .viewer import Viewer

ACT_ICONS: Final = {
    "created": "file-plus",
    "signed_ours": "writing-sign",
    "signed_theirs": "writing-sign",
    "sent": "send",
    "operator": "shield-check",
    "delivered": "inbox",
    "viewed": "eye-check",
    "rejected": "x",
    "clarify": "message",
    "revocation_asked": "arrow-back-up",
    "revocation_refused": "hand-stop",
    "revoked": "ban",
    "error": "alert-triangle",
    "closed": "lock",
}
#: endings of files that can be shown as a part of the page
SHOWN: Final = (".pdf", ".xml", ".png", ".jpg", ".jpeg", ".webp")
#: statuses whose sentence does not hold the reason
_ASKED: Final = frozenset({"correction_requested", "revocation_requested", "revoked"})


def part(page: EDocPage, viewer: Viewer, *, again: bool = False) -> EDocPart:
    """`again`: the block reads itself anew a moment later."""
    line = page.line
    chip = edoc_rows.badge(line.chip)
    tone = (chip.tone, Tone.WARN, Tone.BAD)[line.level] if line.level else chip.tone
    here = f"{PATH}{line.card}/"
    return EDocPart(
        card=line.card,
        title=edoc_rows.title(line),
        sentence=formats.numbered(page.sentence),
        tone=tone,
        icon="clock-exclamation" if line.level else chip.icon,
        note=_note(page, viewer),
        badge=chip if line.waited_days is not None else None,  # else the sentence says the same
        level=line.level,
        unproved=not line.proved,
        sides=tuple(_side(one, line, viewer) for one in (page.us, page.them)),
        stops=_stops(page.acts, viewer),
        files=tuple(_file(one, here) for one in page.files),
        no_files=_("1C has no file of it that could be shown here."),
        operator=Link(_("At the operator"), page.url) if page.url else None,
        links=tuple(_links(page, viewer)),
        can_link=page.may_link,
        details=tuple(_details(page, viewer)),
        refresh=RefreshBar(
            text=" ".join(filter(None, (page.stale.sentence, "" if page.may_refresh else page.why_not))),
            url=f"{here}refresh" if page.may_refresh and not again else "",
            silent=(page.stale.sentence,) if page.stale.red else (),
            again=here if again else "",
            target="#card-edoc" if again else "",
        ),
    )


def _note(page: EDocPage, viewer: Viewer) -> str:
    line = page.line
    if line.gone:
        return _("What was known of it is kept here.")
    if line.chip.status in _ASKED and line.reason:
        return f"«{line.reason}»"
    if line.sent_at is not None and line.waited_days is not None and line.direction == "out":
        return _("Sent on {moment}").format(moment=formats.moment(line.sent_at, viewer.zone))
    return ""


def _side(side: Side, line: EDocLine, viewer: Viewer) -> EDocSide:
    details = [_("INN {inn}").format(inn=side.inn)] if side.inn else []
    if side.kpp:
        details.append(_("KPP {kpp}").format(kpp=side.kpp))
    return EDocSide(
        title=pgettext("edocs side", "We") if side.ours else pgettext("edocs side", "The counterparty"),
        party=side.name,
        url=f"/companies/{side.company_id}/" if side.company_id else "",
        details=" · ".join(details),
        state=_state(side, line),
        signatures=_signatures(side, viewer),
    )


def _signatures(side: Side, viewer: Viewer) -> tuple[Signature, ...]:
    """When the base says only that a side signed, that sentence."""
    if not side.signers and side.signed_at is not None:
        return (Signature(name=side.sentence, when=""),)
    return tuple(_signature(one, viewer) for one in side.signers)


def _state(side: Side, line: EDocLine) -> Badge:
    """Whether this side has signed, is awaited, or refused."""
    refused = line.chip.status == "rejected" and side.ours == (line.direction == "in")
    if refused:
        return Badge(pgettext("edocs side", "Refused"), Tone.BAD, "x")
    if side.signed_at is not None or side.signers:
        return Badge(pgettext("edocs side", "Signed"), Tone.OK, "check")
    if line.actor == ("us" if side.ours else "counterparty") and line.waits_since is not None:
        return Badge(pgettext("edocs side", "Awaited"), (Tone.INFO, Tone.WARN, Tone.BAD)[line.level], "clock")
    return Badge(pgettext("edocs side", "No signature"), Tone.NEUTRAL)


def _signature(one: SignerLine, viewer: Viewer) -> Signature:
    return Signature(
        name=one.name or one.whom or _("Who signed is not said"),
        when=formats.moment(one.at, viewer.zone) if one.at else "",
        whom=_beside(one.whom, one.name) if one.name else "",
        invalid=_("The signature did not pass the check in 1C") if one.valid is False else "",
    )


def _beside(whom: str, name: str) -> str:
    """The certificate without the name that stands above it already."""
    return " ".join(whom.replace(name, " ").split()).strip(" ,;=")


def _stops(acts: Sequence[ActLine], viewer: Viewer) -> tuple[EDocStop, ...]:
    """Newest first, with the day above the first of each."""
    found: list[EDocStop] = []
    last = ""
    for one in reversed(acts):
        at = one.at.astimezone(viewer.zone) if one.at else None
        day = formats.day(at.date()) if at else ""
        found.append(
            EDocStop(
                text=one.title,
                time=f"{at:%H:%M}" if at else "",
                iso=at.isoformat() if at else "",
                day=day if day != last else "",
                who=one.person,
                comment=one.comment,
                tone=edoc_rows.TONES.get(one.tone, Tone.NEUTRAL),
                icon=ACT_ICONS.get(one.kind, "point"),
            )
        )
        last = day
    return tuple(found)


def _file(one: FileLine, here: str) -> EDocFile:
    kinds = {
        "pdf": pgettext("file of an e-document", "for reading"),
        "original": pgettext("file of an e-document", "the signed original"),
    }
    url = f"{here}files/{one.n}/"
    meta = [kinds.get(one.kind, ""), formats.size(one.size) if one.size else ""]
    return EDocFile(
        name=one.name,
        kind=formats.file_kind(one.name),
        meta=" · ".join(filter(None, meta)),
        url=url,
        look=f"{url}look/" if one.kind == "pdf" or one.name.lower().endswith(SHOWN) else "",
    )


def _links(page: EDocPage, viewer: Viewer) -> Iterator[FieldRow]:
    line, label = page.line, _("Counterparty")
    if line.company_id:
        yield FieldRow(label=label, value=line.company, url=f"/companies/{line.company_id}/")
    else:
        badge = Badge(pgettext("edocs", "not matched"), Tone.WARN, "link")
        yield FieldRow(label=label, value=line.party, badge=badge)
    yield FieldRow(label=_("Deal"), value=line.deal, url=f"/deals/{line.deal_id}/" if line.deal_id else "")
    yield FieldRow(
        label=_("Contact person"), value=line.contact, url=f"/contacts/{line.contact_id}/" if line.contact_id else ""
    )
    face = viewer.face(line.manager_id) if line.manager_id else None
    yield FieldRow(label=pgettext("edocs", "Manager"), value=face.name if face else "", face=face)
    if line.amount is not None:
        yield FieldRow(label=_("Sum"), value=formats.money(line.amount), big=True)
    if page.about is not None:
        name = f"{page.about.label} {page.about.name}"
        yield FieldRow(label=_("Waits for this signature"), value=name, url=f"/cards/{page.about.card}/")


def _details(page: EDocPage, viewer: Viewer) -> Iterator[FieldRow]:
    line = page.line
    changed = formats.moment(line.changed_at, viewer.zone) if line.changed_at else ""
    for label, value in (
        (_("Status as 1C writes it"), page.raw_status),
        (_("Changed in 1C"), changed),
        (_("Contract"), page.contract),
        (_("Documents of accounting"), ", ".join(page.bases)),
        (_("Responsible in 1C"), page.responsible),
        (_("Comment in 1C"), page.comment),
        (_("1C base"), line.base_title),
        (_("Kept in 1C as"), page.place),
    ):
        if value:
            yield FieldRow(label=label, value=value)


def queue(page: EDocPage) -> str:
    """Where the party of this document is matched."""
    return "" if page.line.company_id else QUEUE
