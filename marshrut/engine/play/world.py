"""Many cards on one virtual clock: people act, time passes, and what the engine asks for inside the house is done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from ..company import Company
from ..decide import decide
from ..decision import Decision, Effect, Refusal
from ..definition import Definition
from ..fields import taking_part
from ..happenings import Adopt, Cover, Create, Fire, Happening
from ..people import concerned
from ..state import CardState, TimerState
from . import inside
from .played import Broken, Moment, Origin, Played
from .reaching import Reach

__all__ = ["Broken", "Edges", "Moment", "Origin", "Played", "World"]


#: people who come or go then
Edges = Iterable[tuple[datetime, int]]


class World:
    """Nothing here is copied or looked through as a whole: ten thousand cards cost ten thousand times one.

    `definitions`: by card type; of a type that is not there, no card is made. `edges`: when absences begin and end.
    `heard` is given every moment instead of the log. `reach`: who may do what by the grants; without it anybody.
    """

    def __init__(
        self,
        definitions: Mapping[str, Definition],
        company: Company,
        now: datetime,
        *,
        edges: Edges = (),
        heard: Callable[[Moment], None] | None = None,
        reach: Reach | None = None,
    ) -> None:
        self.definitions = definitions
        self.company = company
        self.now = now
        self.reach = reach
        self.cards: dict[int, Played] = {}
        #: (card, visit, key of the robot) -> the card it made
        self.made: dict[tuple[int, int, str], int] = {}
        self.log: list[Moment] = []
        self.broken: list[Broken] = []
        #: of papers given so far
        self.numbers = 0
        self._heard = heard or self.log.append
        self._heap: list[tuple[datetime, int, int, TimerState | None]] = []
        self._pushed = 0
        self._todo: deque[tuple[int, Effect]] = deque()
        self._working = False
        #: cards with open tasks
        self._waiting: dict[int, Played] = {}
        self._expect(edges)

    # -- acts ----------------------------------------------------------------------------------------------------------

    def create(
        self,
        card_type: str,
        author: int,
        fields: Mapping[str, Any],
        *,
        start: bool = True,
        parent: Origin | None = None,
    ) -> int:
        """A new card of a person, or of the robot of its `parent`. Raises Refusal."""
        happening = Create(fields, start)
        return self._begin(card_type, author, happening, None if parent else author, parent)

    def adopt(self, card_type: str, author: int, fields: Mapping[str, Any], stage: str, *, quiet: bool = False) -> int:
        """A card that a source has on `stage`. Raises Refusal."""
        return self._begin(card_type, author, Adopt(fields, stage, quiet), None, None)

    def enter(
        self,
        card_type: str,
        definition: Definition,
        state: CardState,
        started_at: datetime,
        participants: Iterable[int] = (),
    ) -> int:
        """A card that is on its way already goes on here as it stands, with the timers it has."""
        played = Played(len(self.cards) + 1, card_type, definition, state, started_at)
        played.participants |= {state.author, *participants}
        played.participants.update(*map(concerned, state.tasks))
        if definition.stages[state.stage].final:
            played.finished_at = started_at
        self.cards[played.id] = played
        if state.open_tasks:
            self._waiting[played.id] = played
        for timer in state.timers:
            self._push(timer.due_at, played.id, timer)
        return played.id

    def do(self, card: int, happening: Happening, actor: int | None = None) -> Decision:
        """Something happens to a card now, with everything that follows at once. Raises Refusal; then nothing did."""
        played = self.cards[card]
        decision = self._decide(played, happening, actor)
        self._write(played, happening, actor, decision)
        self._work()
        return decision

    def meet(self, company: Company, gone: Iterable[int] = (), edges: Edges = ()) -> None:
        """The company is another from now on. `gone`: whose absence or dismissal moves open tasks at once."""
        self.company = company
        for person in gone:
            self._cover(person)
        self._expect(edges)

    # -- time ----------------------------------------------------------------------------------------------------------

    def until(self, moment: datetime) -> None:
        """Time passes: everything that comes due till then, inclusively, happens in order."""
        while self._heap and self._heap[0][0] <= moment:
            due, _order, card, timer = heappop(self._heap)
            self.now = max(self.now, due)
            if timer is None:
                self._cover(card)
            else:
                self._fire(self.cards[card], timer)
        self.now = max(self.now, moment)

    def next_due(self) -> datetime | None:
        """When something comes due next."""
        while self._heap:
            due, _order, card, timer = self._heap[0]
            if timer is None or timer in self.cards[card].state.timers:
                return due
            heappop(self._heap)
        return None

    def _fire(self, played: Played, timer: TimerState) -> None:
        if timer not in played.state.timers:
            return  # cancelled meanwhile
        happening = Fire(timer.key, timer.visit, timer.due_at, timer.task, timer.ordinal, timer.id)
        try:
            decision = self._decide(played, happening, None)
        except Refusal as refusal:
            self.broken.append(Broken(self.now, played.id, Effect("notify", timer.key, {}), refusal))
            played.state = replace(played.state, timers=tuple(one for one in played.state.timers if one != timer))
            return
        self._write(played, happening, None, decision)
        self._work()

    # -- deciding and writing ------------------------------------------------------------------------------------------

    def _begin(
        self, card_type: str, author: int, happening: Create | Adopt, actor: int | None, parent: Origin | None
    ) -> int:
        state = CardState(author=author, has_parent=parent is not None)
        played = Played(len(self.cards) + 1, card_type, self.definitions[card_type], state, self.now, parent)
        played.participants.add(author)
        decision = self._decide(played, happening, actor)
        self.cards[played.id] = played
        if parent is not None:
            self.made[parent.card, parent.visit, parent.key] = played.id
        self._write(played, happening, actor, decision)
        self._work()
        return played.id

    def _decide(self, played: Played, happening: Happening, actor: int | None) -> Decision:
        deciding = managing = False
        if self.reach is not None and actor is not None:
            self.reach.require(played, happening, actor)
            deciding, managing = self.reach.over_others(played, actor)
        return decide(played.definition, played.state, happening, self.now, self.company, actor, deciding, managing)

    def _write(self, played: Played, happening: Happening, actor: int | None, decision: Decision) -> None:
        """As cards are written in production: a decision without a line changes nothing but the timer it settles."""
        if not decision.lines:
            if decision.settled is not None:
                played.state = replace(played.state, timers=decision.card.timers)
            return
        before, state = played.state, decision.card
        played.state = state
        played.finished_at = decision.finished_at or (played.finished_at if before.visit == state.visit else None)
        for task in decision.tasks:
            played.participants |= concerned(task)
        if state.open_tasks:
            self._waiting[played.id] = played
        else:
            self._waiting.pop(played.id, None)
        if before.edition != state.edition or not before.stage:
            played.participants |= taking_part(played.definition.card_type, state.fields)
        for timer in decision.armed:
            self._push(timer.due_at, played.id, timer)
        self._todo.extend((played.id, effect) for effect in decision.effects if effect.kind in inside.DONE)
        self._heard(Moment(self.now, played.id, happening, actor, decision))

    def _work(self) -> None:
        """What was asked for inside the house, in the order it was asked for."""
        if self._working:
            return
        self._working = True
        try:
            while self._todo:
                card, effect = self._todo.popleft()
                try:
                    inside.DONE[effect.kind](self, self.cards[card], effect.payload)
                except Refusal as refusal:
                    self.broken.append(Broken(self.now, card, effect, refusal))
        finally:
            self._working = False

    # -- who is there --------------------------------------------------------------------------------------------------

    def _cover(self, person: int) -> None:
        """Tasks of whoever came or went go to who stands in, and back."""
        for played in list(self._waiting.values()):
            if any(person in concerned(task) for task in played.state.open_tasks):
                self.do(played.id, Cover())

    def _expect(self, edges: Edges) -> None:
        for at, person in edges:
            if at > self.now:
                self._push(at, person, None)

    def _push(self, at: datetime, about: int, timer: TimerState | None) -> None:
        self._pushed += 1
        heappush(self._heap, (at, self._pushed, about, timer))
