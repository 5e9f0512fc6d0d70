"""Routes as a list, and one route drawn and told in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.cards.queries.load import StageFigures
from marshrut.definitions import queries as definitions
from marshrut.definitions.drawing import Box, Way, Wire, draw, ways
from marshrut.definitions.drawing.words import Words
from marshrut.definitions.queries import Installed
from marshrut.definitions.schema.pack import CardType, Pack, Stage, Task
from marshrut.doors.web import formats
from marshrut.doors.web.screens import routes as screens
from marshrut.doors.web.screens.parts import Badge, Link, Tab, Tone
from marshrut.rehearsals.queries import FlawView, ProofView

from .settings import address as settings_address
from .settings import shown
from .viewer import Viewer

PATH: Final = "/routes/"
#: letters in a line of a box; of a label
LETTERS, LABEL = 42, 26
TOP, STEP, LEFT = 52, 18, 12


def address(pack: str, card_type: str) -> str:
    return f"{PATH}{pack}/{card_type}/"


def routes(
    found: Sequence[tuple[Installed, CardType]],
    figures: Sequence[StageFigures],
    proofs: Mapping[tuple[str, str], ProofView],
    viewer: Viewer,
    actions: tuple[Link, ...],
) -> screens.RoutesScreen:
    return screens.RoutesScreen(
        title=_("Routes"),
        lead=_("How each kind of card travels: drawn, proved and with the cards that are on their way now."),
        rows=tuple(_row(version, kind, figures, proofs, viewer) for version, kind in found),
        actions=actions,
    )


def _row(
    version: Installed,
    kind: CardType,
    figures: Sequence[StageFigures],
    proofs: Mapping[tuple[str, str], ProofView],
    viewer: Viewer,
) -> screens.RouteRow:
    mine = [one for one in figures if one.card_type == kind.key]
    cards, late = sum(one.cards for one in mine), sum(one.late for one in mine)
    return screens.RouteRow(
        link=Link(kind.title.say(viewer.language), address(version.pack.key, kind.key)),
        pack=version.pack.title.say(viewer.language),
        version=version.pack.version,
        cards=formats.number(cards) if cards else "",
        late=_late(late),
        proof=proof_badge(proofs.get((version.pack.key, kind.key)), viewer),
    )


def _late(count: int) -> str:
    return ngettext("{n} overdue", "{n} overdue", count).format(n=formats.number(count)) if count else ""


def proof_badge(proof: ProofView | None, viewer: Viewer) -> Badge:
    if proof is None:
        return Badge(_("Not proved yet"), Tone.NEUTRAL, "clock")
    at = formats.short_day(proof.at.astimezone(viewer.zone).date())
    bad = sum(not flaw.warning for flaw in proof.flaws)
    if bad:
        said = ngettext("{n} flaw, {day}", "{n} flaws, {day}", bad)
        return Badge(said.format(n=bad, day=at), Tone.BAD, "alert-triangle")
    if proof.flaws:
        doubts = len(proof.flaws)
        said = ngettext("Proved on {day}, {n} doubt", "Proved on {day}, {n} doubts", doubts)
        return Badge(said.format(n=doubts, day=at), Tone.WARN, "circle-check")
    return Badge(_("Proved on {day}").format(day=at), Tone.OK, "circle-check")


@dataclass(frozen=True)
class Route:
    """One route as it is drawn for a reader. `whole`: the pack with its stories."""

    version: Installed
    whole: Pack
    kind: CardType
    words: Words
    figures: Mapping[str, StageFigures]
    proof: ProofView | None
    viewer: Viewer

    def screen(
        self, tabs: tuple[Tab, ...], actions: tuple[Link, ...], versions: Sequence[definitions.VersionLine]
    ) -> screens.RouteScreen:
        said = _("{pack}, version {version}. {about}")
        pack, language = self.version.pack, self.viewer.language
        lines = {stage.key: tuple(self._lines(stage)) for stage in self.kind.stages}
        drawing = draw(self.kind, {key: len(found) for key, found in lines.items()})
        flaws = self.proof.flaws if self.proof else ()
        return screens.RouteScreen(
            title=self.kind.title.say(language),
            back=Link(_("Routes"), PATH),
            lead=said.format(
                pack=pack.title.say(language),
                version=pack.version,
                about=pack.description.say(language) if pack.description else "",
            ).strip(),
            tabs=tabs,
            actions=actions,
            proof=proof_badge(self.proof, self.viewer),
            flaws=tuple(_flaw(one) for one in flaws if one.stage not in self.kind.by_stage),
            width=drawing.width,
            height=drawing.height,
            boxes=tuple(self._box(one, lines[one.stage]) for one in drawing.boxes),
            wires=tuple(self._wire(one) for one in drawing.wires),
            stages=tuple(self._stage(stage) for stage in self.kind.stages if not stage.reserved),
            settings=tuple((row.title, shown(row)) for row in definitions.setting_rows(pack.key, language)),
            settings_url=settings_address(pack.key),
            stories=tuple(one.title.say(language) for one in self.whole.stories if one.card == self.kind.key),
            versions=tuple(
                (one.version, formats.ago(one.installed_at, self.viewer.now, self.viewer.zone)) for one in versions
            ),
        )

    # -- the drawing -------------------------------------------------------------------------------------------------

    def _lines(self, stage: Stage) -> Iterator[tuple[str, str]]:
        """(text, look) of what stands in the box."""
        for task in stage.tasks:
            yield from ((text, "task") for text in wrap(self.words.say(task.title), LETTERS))
            yield from ((text, "who") for text in wrap(self.words.people(task.assignee), LETTERS))
            if task.due:
                yield from (
                    (text, "who") for text in wrap(_("Deadline: {when}").format(when=self.words.due(task)), LETTERS)
                )
            for rung in self.words.brief(task):
                yield from ((text, "rung") for text in wrap(rung, LETTERS, subsequent_indent="  "))

    def _box(self, box: Box, lines: Sequence[tuple[str, str]]) -> screens.BoxView:
        stage, here = self.kind.by_stage[box.stage], self.figures.get(box.stage)
        return screens.BoxView(
            key=box.stage,
            title=wrap(self.words.say(stage.title), 32)[0],
            kind=stage.kind,
            color=stage.color,
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            lines=tuple(
                screens.Line(text, look, box.x + LEFT, box.y + TOP + n * STEP) for n, (text, look) in enumerate(lines)
            ),
            cards=self._cards(box.stage),
            late=bool(here and here.late),
            mark=self._mark(box.stage),
        )

    def _cards(self, stage: str) -> Link | None:
        here = self.figures.get(stage)
        url = f"/cards/{self.kind.key}/list/?stage={stage}&state=open"
        return Link(formats.number(here.cards), url) if here else None

    def _mark(self, stage: str) -> str:
        about = [flaw for flaw in (self.proof.flaws if self.proof else ()) if flaw.stage == stage]
        if not about:
            return ""
        return "warn" if all(flaw.warning for flaw in about) else "bad"

    def _wire(self, wire: Wire) -> screens.WireView:
        tones = {way.tone for way in wire.ways}
        first, *rest = wire.points
        label = ", ".join(dict.fromkeys(self._label(way) for way in wire.ways))
        return screens.WireView(
            path=f"M{first[0]} {first[1]}" + "".join(f"L{x} {y}" for x, y in rest),
            tone=tones.pop() if len(tones) == 1 else "neutral",
            auto=all(way.by_itself for way in wire.ways),
            back=wire.back,
            label=label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip(' ,')}…",
            x=wire.label[0],
            y=wire.label[1],
            anchor="start" if wire.aside else "middle",
        )

    def _label(self, way: Way) -> str:
        if way.text is not None:
            return self.words.say(way.text)
        return {
            "next": pgettext("way of a route", "done"),
            "child_failed": pgettext("way of a route", "came to nothing"),
            "move": pgettext("way of a route", "by hand"),
            "robot": pgettext("way of a route", "by itself"),
            "withdraw": pgettext("way of a route", "withdrawn"),
            "restart": pgettext("way of a route", "anew"),
        }[way.kind]

    # -- in words ----------------------------------------------------------------------------------------------------

    def _stage(self, stage: Stage) -> screens.StageWords:
        here = self.figures.get(stage.key)
        return screens.StageWords(
            key=stage.key,
            title=self.words.say(stage.title),
            color=stage.color,
            kind=stage.kind,
            cards=self._cards(stage.key),
            late=_late(here.late) if here else "",
            parts=tuple(self._part(task) for task in stage.tasks),
            ways=tuple(dict.fromkeys(self._way(way) for way in ways(self.kind) if way.here == stage.key)),
            flaws=tuple(_flaw(one) for one in (self.proof.flaws if self.proof else ()) if one.stage == stage.key),
        )

    def _part(self, task: Task) -> screens.Part:
        return screens.Part(
            title=self.words.say(task.title),
            who=self.words.people(task.assignee),
            due=self.words.due(task) if task.due else "",
            rungs=tuple(self.words.rungs(task)),
            buttons=tuple(self.words.say(one.title) for one in task.outcomes),
        )

    def _way(self, way: Way) -> str:
        there = self.words.say(self.kind.by_stage[way.there].title)
        said = _("{how} → {stage}, on a condition") if way.condition else _("{how} → {stage}")
        return said.format(how=self._label(way), stage=there)


def _flaw(one: FlawView) -> screens.FlawRow:
    return screens.FlawRow(one.sentence, one.way, one.warning)
