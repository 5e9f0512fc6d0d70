"""Every branch of a pack is walked through the real commands: the tests are made from the definitions themselves.

One test for each outcome and listed reason, signal, move by hand, timer, ladder's end, pause, end of an awaited card,
withdrawal and new start, in every scene that the type knows. The stage is reached once; each branch is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from marshrut.definitions import commands as definitions
from marshrut.kernel import clock, memory
from tests.support import edocs, letter_office, logistics_office
from tests.support.branches import Branch, Route, Scene, scenes_of
from tests.support.desk import Desk
from tests.support.office import SYSTEM, MovingClock
from tests.support.packs import pack
from tests.support.walker import Walker

#: a Thursday
START = "2026-07-02 10:00"
OFFICES: Mapping[str, Callable[[MovingClock], Desk]] = {
    "logistics": logistics_office.build,
    "errands": lambda now: letter_office.build(now, "payments", "errands"),
    "payments": lambda now: letter_office.build(now, "payments"),
    "edocs": edocs.office_of_edocs,
}
SCENES = {
    "logistics": (
        Scene("auto"),
        Scene("manual", {"mode": "manual"}),
        Scene("bonus", {"bonus": "on"}),
        Scene("direct", fields={"direct": True}),
        Scene("direct_manual", {"mode": "manual"}, {"direct": True}),
        Scene("sent", fields={"direction": "from_us"}),
    ),
    "errands": (Scene("plain"),),
    "payments": (Scene("plain"),),
    "edocs": (
        Scene("plain", fields={"amount": "1000"}),
        *(Scene(whom, fields={"whom": whom}) for whom in ("manager", "head", "accounting", "logistics", "person")),
    ),
}


@dataclass(frozen=True)
class Place:
    """A card of a type on a stage, in a scene."""

    pack: str
    card_type: str
    scene: Scene = field(hash=False)
    stage: str

    def __str__(self) -> str:
        return f"{self.card_type}-{self.scene.name}-{self.stage}"


def walks() -> Iterator[tuple[Place, Branch]]:
    """A scene that only fields or a later setting tell apart is walked where it leads elsewhere than the first one."""
    for key, scenes in SCENES.items():
        for kind in pack(key).card_types:
            known: set[tuple[Branch, str]] = set()
            for scene in scenes_of(kind, scenes):
                route = Route(pack(key), kind, scene)
                for stage in kind.stages:
                    for branch in route.branches(stage.key):
                        step = (branch, route.leads(branch))
                        if step not in known or scene.name in WHOLE:
                            known.add(step)
                            yield Place(key, kind.key, scene, stage.key), branch


#: walked from end to end although much of it leads where it did before
WHOLE = ("manual",)
WALKS = list(walks())


@dataclass
class Standing:
    walker: Walker
    card: int
    now: MovingClock
    since: datetime


@pytest.fixture(scope="module")
def standing(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    _nobody_looks_into_files: None,
) -> Iterator[Standing]:
    """The card on its stage; what is done to the database there is undone at the end."""
    place: Place = request.param
    now = MovingClock(START)
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), clock.running(now), override_settings(FILES=files), transaction.atomic():
        office = OFFICES[place.pack](now)
        if place.scene.settings:
            definitions.change_settings(SYSTEM, pack=place.pack, values=place.scene.settings)
            memory.forget()
        walker = Walker(office, place.scene)
        card = walker.make(place.card_type, "ops" if place.card_type == "bonus" else "alisa")
        walker.bring(card, place.stage)
        yield Standing(walker, card, now, now.at)
        transaction.set_rollback(True)
    memory.forget()


@pytest.mark.django_db
@pytest.mark.parametrize(("standing", "branch"), WALKS, indirect=["standing"], ids=str)
def test_the_branch_leads_where_the_definition_says(standing: Standing, branch: Branch) -> None:
    standing.now.at = standing.since
    standing.walker.take(standing.card, branch)


def test_nothing_is_left_out() -> None:
    """Each outcome, signal, move and timer of each type has its walk."""
    walked = {(place.card_type, branch.stage, branch.kind, branch.task, branch.key) for place, branch in WALKS}
    for key in SCENES:
        for kind in pack(key).card_types:
            for stage in kind.stages:
                here = (kind.key, stage.key)
                for task in stage.tasks:
                    assert {(*here, "outcome", task.key, one.key) for one in task.outcomes} <= walked
                assert {(*here, "signal", "", one.key) for one in stage.signals} <= walked
                assert {(*here, "timer", "", one.key) for one in stage.timers} <= walked
                led = kind.edoc if stage.kind != "start" else None
                places = set(led.stages.values()) - {stage.key} if led is not None else set()
                assert {(*here, "place", "", one) for one in places} <= walked
                assert stage.kind == "start" or {(*here, "move", "", one.to) for one in stage.moves} <= walked
