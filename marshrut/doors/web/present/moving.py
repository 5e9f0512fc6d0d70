"""Moving running cards to another version, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marshrut.cards.queries import moving
from marshrut.definitions import queries as definitions
from marshrut.doors.web import formats
from marshrut.doors.web.screens import moving as screens
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.rehearsals.queries import proofs

from .draft import Draft
from .viewer import Viewer

#: cards named in a row
NAMED = 5
#: name of the select for a stage that is gone: stage_<key>
STAGE = "stage_"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says."""

    pack: str
    card_type: str
    places: tuple[tuple[int, str], ...]
    cards: tuple[int, ...]
    to: int | None
    stages: Mapping[str, str]
    redate: bool


def address(pack: str) -> str:
    return f"/routes/{pack}/moving/"


def screen(
    asked: Asked,
    viewer: Viewer,
    standing: list[moving.Standing],
    preview: moving.Preview | None,
    before: list[moving.MovingLine],
    error: str = "",
) -> screens.MovingScreen:
    versions = definitions.versions(asked.pack)
    kinds = dict.fromkeys(one.card_type for one in standing)
    values = {"to": str(asked.to or ""), "redate": asked.redate}
    draft = Draft(values | {f"{STAGE}{key}": to for key, to in asked.stages.items()}, error)
    places = tuple(_place(one, asked) for one in standing if one.card_type == asked.card_type)
    return screens.MovingScreen(
        title=_("Move cards to another version"),
        action=address(asked.pack),
        tabs=tuple(_tab(kind, asked, viewer) for kind in kinds) if len(kinds) > 1 else (),
        card_type=asked.card_type,
        places=() if asked.cards else places,
        cards=",".join(map(str, asked.cards)),
        card=Link(f"№ {asked.cards[0]}", f"/cards/{asked.cards[0]}/") if len(asked.cards) == 1 else None,
        to=draft.field(
            "to",
            _("To version"),
            Kind.CHOICE,
            required=True,
            options=[(str(one.id), _version(one)) for one in versions],
        ),
        redate=draft.field(
            "redate",
            _("Give open tasks the deadlines of the new version"),
            Kind.YES_NO,
            hint=_("Unless told, whoever has a task keeps the deadline they know."),
        ),
        stages=_stages(preview, draft),
        error=error,
        preview=_preview(preview, asked, viewer) if preview else None,
        rows=tuple(_row(one, asked.pack, viewer) for one in before),
        empty=None if places or asked.cards else Empty("done", _("No card of this process is on its way")),
    )


def _version(one: definitions.VersionLine) -> str:
    return _("{version} (new cards start with it)").format(version=one.version) if one.active else one.version


def _tab(kind: str, asked: Asked, viewer: Viewer) -> Tab:
    found = definitions.active_for(kind).pack.card_type(kind)
    title = found.title.say(viewer.language) if found else kind
    return Tab(title, f"{address(asked.pack)}?type={kind}", kind == asked.card_type)


def _place(one: moving.Standing, asked: Asked) -> screens.PlaceRow:
    chosen = (one.version_id, one.stage) in asked.places
    return screens.PlaceRow(f"{one.version_id}:{one.stage}", one.version, one.title, formats.cards(one.cards), chosen)


def _stages(preview: moving.Preview | None, draft: Draft) -> tuple[Field, ...]:
    if preview is None:
        return ()
    return tuple(
        draft.field(
            f"{STAGE}{key}",
            _("Cards from the stage “{stage}” go to").format(stage=title),
            Kind.CHOICE,
            placeholder=_("stay where they are"),
            options=preview.offered,
        )
        for key, title in preview.vanished
    )


def _preview(found: moving.Preview, asked: Asked, viewer: Viewer) -> screens.MovePreview:
    hidden = [("to", str(asked.to)), ("type", asked.card_type), ("redate", "1" if asked.redate else "")]
    # what is proved by night is the version that new cards start with
    active = definitions.current().active_pack(asked.pack).id == asked.to
    proof = proofs.newest_proofs().get((asked.pack, asked.card_type)) if active else None
    count = len(found.cards)
    return screens.MovePreview(
        title=_("What will happen: version {version}").format(version=found.to),
        action=address(asked.pack),
        hidden=(*hidden, *((f"{STAGE}{key}", to) for key, to in asked.stages.items())),
        groups=tuple(_group(one) for one in found.groups),
        held=tuple(_held(one) for one in found.held),
        reason=Draft().field("reason", _("Why"), hint=_("It is kept in the history of every card."), wide=True),
        proof=_proof(proof, viewer),
        flaws=tuple(flaw.sentence for flaw in proof.flaws if not flaw.warning) if proof else (),
        more=_("There are {n} more: move these first, then look again.").format(n=found.more) if found.more else "",
        submit=_("Move {cards}").format(cards=formats.cards(count)) if count else "",
    )


def _proof(proof: proofs.ProofView | None, viewer: Viewer) -> Badge | None:
    if proof is None:
        return None
    at = formats.day(proof.at.astimezone(viewer.zone).date())
    bad = any(not flaw.warning for flaw in proof.flaws)
    text = _("Proofs of {day}: there are flaws") if bad else _("Proofs of {day}: no flaws")
    return Badge(text.format(day=at), Tone.BAD if bad else Tone.OK, "alert-triangle" if bad else "circle-check")


def _group(one: moving.Group) -> screens.GroupRow:
    value = ",".join(map(str, one.cards))
    return screens.GroupRow(value, formats.cards(len(one.cards)), one.version, one.here, one.there, one.notes)


def _held(one: moving.Held) -> screens.HeldRow:
    links = tuple(Link(f"№ {card}", f"/cards/{card}/" if name else "") for card, name in one.cards[:NAMED])
    more = _("and {n} more").format(n=len(one.cards) - NAMED) if len(one.cards) > NAMED else ""
    return screens.HeldRow(formats.cards(len(one.cards)), one.version, one.here, one.reason, links, more)


def _row(one: moving.MovingLine, pack: str, viewer: Viewer) -> screens.MovingRow:
    text = _("{cards} to version {version}").format(cards=formats.cards(one.cards), version=one.version)
    return screens.MovingRow(
        url=f"{address(pack)}{one.id}/",
        at=formats.ago(one.at, viewer.now, viewer.zone),
        who=viewer.face(one.person),
        text=text,
        reason=one.reason,
        badge=_back(one),
    )


def _back(one: moving.MovingLine) -> Badge | None:
    if not one.reverted:
        return None
    if one.reverted == one.cards:
        return Badge(_("put back"), Tone.NEUTRAL, "arrow-back-up")
    return Badge(_("put back: {n}").format(n=one.reverted), Tone.NEUTRAL, "arrow-back-up")


def moved(pack: str, line: moving.MovingLine, rows: list[moving.MovedLine], viewer: Viewer) -> screens.MovedScreen:
    left = any(row.reverted_at is None for row in rows)
    said = _("{person}, {at}: {cards} to version {version}.")
    who = viewer.face(line.person).name
    at = formats.ago(line.at, viewer.now, viewer.zone)
    return screens.MovedScreen(
        title=_("Moving {n}").format(n=f"№ {line.id}"),
        back=Link(_("Move cards to another version"), address(pack)),
        lead=said.format(person=who, at=at, cards=formats.cards(line.cards), version=line.version),
        reason=line.reason,
        rows=tuple(
            screens.MovedRow(
                Link(f"№ {row.card}", f"/cards/{row.card}/" if row.name else ""),
                row.name,
                row.from_version,
                Badge(_("put back"), Tone.NEUTRAL, "arrow-back-up") if row.reverted_at else None,
            )
            for row in rows
        ),
        revert=f"{address(pack)}{line.id}/revert" if left else "",
    )


def done(answer: Mapping[str, Any]) -> str:
    return _("Moved: {cards}.").format(cards=formats.cards(len(answer["moved"])))


def put_back(answer: Mapping[str, Any]) -> str:
    return _("Put back: {cards}.").format(cards=formats.cards(len(answer["reverted"])))


def refused(answer: Mapping[str, Any]) -> list[str]:
    """«№ 5: …», the first few."""
    found = [f"№ {one['card']}: {one['message']}" for one in answer["refused"]]
    rest = len(found) - NAMED
    return [*found[:NAMED], *([_("Not moved for reasons like these: {n} more.").format(n=rest)] if rest > 0 else [])]
