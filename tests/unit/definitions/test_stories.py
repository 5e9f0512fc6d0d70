"""Stories in the files of a pack: where they stand, what is told of them, and how they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from marshrut.definitions import loading
from marshrut.definitions.validation import Problem, validate
from tests.support.packs import PACKS

STORY = """\
- key: silent
  title: {ru: Молчит, en: Silent}
  card: payment_request
  steps:
    - wait: {work_days: 2}
    - expect: {stage: %s}
"""


@pytest.fixture
def files() -> dict[str, bytes | str]:
    """The pack of payments without its stories."""
    found = loading.folder(PACKS / "payments")
    return {name: text for name, text in found.items() if not name.startswith(loading.STORIES)}


def problems(files: dict[str, bytes | str], *stories: str) -> list[Problem]:
    for number, text in enumerate(stories):
        files[f"stories/{number}.yaml"] = text
    return [one for one in validate(loading.source(files), tried=True).problems if not one.warning]


def test_stories_of_a_folder_belong_to_the_pack(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "stories").mkdir()
    for name, text in {**files, "stories/b.yaml": STORY.encode() % b"paid", "stories/a.yaml": b"[]"}.items():
        (tmp_path / name).write_bytes(text)
    source = loading.source(loading.folder(tmp_path))
    assert source.names == ("payment_request.yaml",)
    assert list(source.stories) == ["stories/a.yaml", "stories/b.yaml"]
    assert source.where(("stories", 0, "steps", 1)) == ("stories/b.yaml", "[0].steps[1]", 6)


def test_a_pack_without_stories_is_kept_as_before(files: dict[str, bytes | str]) -> None:
    pack = validate(loading.source(files)).pack
    assert pack is not None
    assert '"stories"' not in loading.content(pack)


def test_what_is_kept_has_its_stories_and_can_be_read_without(files: dict[str, bytes | str]) -> None:
    files["stories/a.yaml"] = STORY % "unit_approval"
    pack = validate(loading.source(files)).pack
    assert pack is not None
    text = loading.content(pack)
    assert loading.stored(text) == pack
    assert loading.stored(text, stories=False).stories == ()


def test_a_story_that_goes_as_told_is_no_problem(files: dict[str, bytes | str]) -> None:
    assert problems(files, STORY % "unit_approval") == []


def test_a_story_that_goes_otherwise_is_told_with_its_step(files: dict[str, bytes | str]) -> None:
    found = problems(files, "[]", STORY % "paid")
    assert [(one.level, one.path, one.line) for one in found] == [("stories", "stories/1.yaml: [0].steps[1]", 6)]
    assert found[0].message == "История «Молчит», шаг 2: стадия: ожидалось paid, на деле unit_approval."


def test_the_words_of_stories_are_checked(files: dict[str, bytes | str]) -> None:
    wrong = (STORY % "paid").replace("wait: {work_days: 2}", "wait: {workdays: 2}")
    found = problems(files, wrong)
    assert {one.level for one in found} == {"shape"}
    assert found[0].path == "stories/0.yaml: [0].steps[0].wait.workdays"


def test_two_stories_of_one_name(files: dict[str, bytes | str]) -> None:
    found = problems(files, STORY % "unit_approval", STORY % "unit_approval")
    assert [(one.level, one.path) for one in found] == [("names", "stories/1.yaml: [0].key")]


def test_an_unreadable_file_is_told_once(files: dict[str, bytes | str]) -> None:
    assert [one.path for one in problems(files, "- key: [")] == ["stories/0.yaml"]


def test_stories_do_not_stand_in_the_head(files: dict[str, bytes | str]) -> None:
    files["pack.yaml"] = loading.folder(PACKS / "payments")["pack.yaml"] + b"\nstories: []\n"
    assert [one.path for one in problems(files)] == ["pack.yaml: stories"]


def test_a_pack_that_was_proved_is_not_tried_again(files: dict[str, bytes | str]) -> None:
    files["stories/a.yaml"] = STORY % "paid"
    source = loading.source(files)
    found = validate(source, tried=True)
    assert found.errors
    assert found.pack is not None
    known = frozenset({loading.digest(loading.content(found.pack))})
    assert validate(source, tried=True, proved=known).problems == ()
