"""Where a story goes otherwise: codes are told in words as well."""

from __future__ import annotations

from django.utils import translation

from marshrut.engine.play.told import Failure
from marshrut.rehearsals.stories.wording import said


def test_a_refusal_is_told_in_words_and_by_its_code() -> None:
    with translation.override("ru"):
        assert (
            said(Failure(1, "refused", None, "nobody")) == "отказано, для следующего задания никого не найти (nobody)."
        )
        assert said(Failure(1, "refused", None, "conflict")) == "отказано: conflict."
