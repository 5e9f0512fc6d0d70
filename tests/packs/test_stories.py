"""Every story of the packs goes as it is told, and every row of the seeds is told or shown elsewhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from marshrut.calendars.decrees import russia
from marshrut.cards.events import KINDS
from marshrut.definitions import loading
from marshrut.definitions.schema.pack import Pack
from marshrut.definitions.schema.stories import Story
from marshrut.definitions.validation import validate
from marshrut.engine.play.stories import tell
from tests.support.packs import PACKS

from .rows import ALL, ELSEWHERE

ROOT = PACKS.parent
#: fewer would leave parts of a route untold
ENOUGH = {"contracts": 60, "edocs": 25, "errands": 30, "letters": 55, "logistics": 30, "payments": 60}


def _read(folder: Path) -> Pack:
    verdict = validate(loading.source(loading.folder(folder)))
    assert verdict.pack is not None, [str(problem) for problem in verdict.problems]
    return verdict.pack


SHIPPED = {path.parent.name: _read(path.parent) for path in sorted(PACKS.glob("*/pack.yaml"))}
STORIES = [(name, story) for name, pack in SHIPPED.items() for story in pack.stories]


@pytest.mark.parametrize(("name", "story"), STORIES, ids=[f"{name}-{story.key}" for name, story in STORIES])
def test_it_goes_as_it_is_told(name: str, story: Story) -> None:
    others = [pack for other, pack in SHIPPED.items() if other != name]
    told = tell(SHIPPED[name], story, others=others, calendar=russia())
    assert told.ok, [f"step {one.step}: {one.code} {one.what}: {one.expected} / {one.found}" for one in told.failures]


@pytest.mark.parametrize("name", ENOUGH)
def test_a_pack_is_told_enough(name: str) -> None:
    assert len(SHIPPED[name].stories) >= ENOUGH[name]


@pytest.mark.parametrize("name", SHIPPED)
def test_titles_are_told_once_in_both_languages(name: str) -> None:
    told = [(story.card, text) for story in SHIPPED[name].stories for text in (story.title.ru, story.title.en)]
    assert [title for title, times in Counter(told).items() if times > 1 or not title[1]] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_story_can_go_wrong(name: str) -> None:
    """It ends with something that must be so."""
    silent = [
        story.key for story in SHIPPED[name].stories if not {"expect", "refused"} & story.steps[-1].model_fields_set
    ]
    assert silent == []


def test_every_row_is_told_or_shown() -> None:
    told = {row for _name, story in STORIES for row in story.rows}
    assert sorted(told - set(ALL)) == [], "rows that are not there"
    assert [row for row in ALL if row not in told | ELSEWHERE.keys()] == [], "rows that nothing shows"


def test_what_is_shown_elsewhere_is_there() -> None:
    assert sorted(set(ELSEWHERE) - set(ALL)) == []
    assert sorted({path for path in ELSEWHERE.values() if not (ROOT / path).is_file()}) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_lines_of_the_timeline_that_are_told_of_exist(name: str) -> None:
    """A story that waits for silence of a kind that does not exist would always be right."""
    expected = [step.expect for story in SHIPPED[name].stories for step in story.steps if step.expect]
    assert {kind for one in expected for kind in (*one.history, *one.unsaid)} <= KINDS.keys()
