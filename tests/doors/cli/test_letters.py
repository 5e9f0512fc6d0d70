"""Letters and threads at the console."""

from __future__ import annotations

import pytest

from marshrut.letters.models import Letter
from tests.support import post as support
from tests.support.office import Office
from tests.support.post import OUT, Post

from .program import Program


@pytest.fixture
def post(office: Office) -> Post:
    return support.build(office)


def test_listed_shown_linked_and_parted(marshrut: Program, post: Post) -> None:
    one = post.letter(subject="Окна", their_number="77")
    two = post.letter(OUT, subject="Двери", number="ИСХ-0012/26")
    said = marshrut.done("letters", "list", by="ops")
    assert "Окна" in said
    assert "ИСХ-0012/26" in said
    assert [it["card"] for it in marshrut.json("letters", "list", "--direction", "out", by="ops")] == [two]
    assert marshrut.json("letters", "list", "--overdue", "--project", 0, by="ops") == []
    marshrut.done("letters", "link", two, one, "--kind", "reply", by="ops")
    assert [it["card"] for it in marshrut.json("letters", "thread", f"ПИ-{two}", by="ops")] == [one, two]
    assert "reply" in marshrut.done("letters", "show", two, by="ops")
    marshrut.done("letters", "unlink", two, one, by="ops")
    assert [it["card"] for it in marshrut.json("letters", "thread", two, by="ops")] == [two]


def test_refusals(marshrut: Program, post: Post) -> None:
    card = post.letter()
    for act in ("thread", "show"):
        assert "нет" in marshrut.refused("letters", act, card, by="viktor")
        assert "нет" in marshrut.refused("letters", act, 10**9, by="ops")
    assert "нет" in marshrut.refused("letters", "link", card, card, by="viktor")
    assert marshrut.refused("letters", "link", card, card, by="ops")


def test_all_threads_are_rebuilt(marshrut: Program, post: Post) -> None:
    one = post.letter()
    two = post.letter(OUT, answers=one)
    Letter.objects.all().delete()
    assert "2" in marshrut.done("letters", "rebuild")
    assert post.thread(two) == one
