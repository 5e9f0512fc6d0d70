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
from marshrut.definitions.drawing import Box, Way, Wire, children, draw, ways
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
#: letters in a line of a box by its look; of a label
LETTERS: Final[Mapping[str, int]] = {"title": 30, "task": 36, "who": 40, "child": 40, "rung": 42}
LABEL: Final = 26
#: pixels: the first line of a title, from line to line, from the left, between the head and the rest
TOP, STEP, LEFT, UNDER = 22, 18, 12, 12


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
    """One route as it is drawn for a reader. `whole`: the pack with its stories; `others`: routes they may open."""

    version: Installed
    whole: Pack
    kind: CardType
    words: Words
    figures: Mapping[str, StageFigures]
    proof: ProofView | None
    viewer: Viewer
    others: Mapping[str, Link]

    def screen(
        self, tabs: tuple[Tab, ...], actions: tuple[Link, ...], versions: Sequence[definitions.VersionLine]
    ) -> screens.RouteScreen:
        said = _("{pack}, version {version}. {about}")
        pack, language = self.version.pack, self.viewer.language
        titles = {stage.key: _wrapped(self.words.say(stage.title), "title") for stage in self.kind.stages}
        lines = {stage.key: list(self._lines(stage)) for stage in self.kind.stages}
        counts = ({key: len(found) for key, found in lists.items()} for lists in (lines, titles))
        drawing = draw(self.kind, *counts)
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
            boxes=tuple(self._box(one, [*titles[one.stage], *lines[one.stage]]) for one in drawing.boxes),
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

    def _lines(self, stage: Stage) -> Iterator[tuple[str, str, str]]:
        """(text, look, address) of what stands in the box; an empty line between tasks."""
        for n, task in enumerate(stage.tasks):
            if n:
                yield "", "rung", ""
            yield from _wrapped(self.words.say(task.title), "task")
            yield from _wrapped(self.words.people(task.assignee), "who")
            if task.due:
                yield from _wrapped(_("Deadline: {when}").format(when=self.words.due(task)), "who")
            for rung in self.words.brief(task):
                yield from _wrapped(rung, "rung")
        for child in self._children(stage):
            yield from _wrapped(child.text, "child", child.url)

    def _children(self, stage: Stage) -> tuple[Link, ...]:
        found = []
        for card_type, waits in children(stage).items():
            other = self.others.get(card_type)
            said = _("makes and awaits: {route}") if waits else _("makes: {route}")
            found.append(Link(said.format(route=self._name(card_type)), other.url if other else ""))
        return tuple(found)

    def _name(self, card_type: str) -> str:
        if card_type in self.others:
            return self.others[card_type].text
        kind = self.version.pack.card_type(card_type)
        return self.words.say(kind.title) if kind else card_type

    def _box(self, box: Box, lines: Sequence[tuple[str, str, str]]) -> screens.BoxView:
        stage = self.kind.by_stage[box.stage]
        heads = sum(look == "title" for _text, look, _url in lines)
        places = [box.y + TOP + n * STEP + (UNDER if n >= heads else 0) for n in range(len(lines))]
        return screens.BoxView(
            key=box.stage,
            kind=stage.kind,
            color=stage.color,
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            lines=tuple(
                screens.Line(text, look, box.x + LEFT, y, url)
                for (text, look, url), y in zip(lines, places, strict=True)
                if text
            ),
            cards=self._cards(box.stage),
            late=self._late(box.stage),
            mark=self._mark(box.stage),
        )

    def _cards(self, stage: str) -> Link | None:
        here = self.figures.get(stage)
        return Link(formats.number(here.cards), self._list(stage)) if here else None

    def _late(self, stage: str) -> Link | None:
        here = self.figures.get(stage)
        return Link(_late(here.late), f"{self._list(stage)}&overdue=1") if here and here.late else None

    def _list(self, stage: str) -> str:
        return f"/cards/{self.kind.key}/list/?stage={stage}&state=open"

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
        return screens.StageWords(
            key=stage.key,
            title=self.words.say(stage.title),
            color=stage.color,
            kind=stage.kind,
            cards=self._cards(stage.key),
            late=self._late(stage.key),
            parts=tuple(self._part(task) for task in stage.tasks),
            children=self._children(stage),
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


def _wrapped(text: str, look: str, url: str = "") -> list[tuple[str, str, str]]:
    indent = "  " if look in ("rung", "child") else ""
    return [(line, look, url) for line in wrap(text, LETTERS[look], subsequent_indent=indent)]


def _flaw(one: FlawView) -> screens.FlawRow:
    return screens.FlawRow(one.sentence, one.way, one.warning)
