"""Where a story goes otherwise than it is written, in the reader's language. Keys of the pack stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as within

from marshrut.definitions.schema.pack import Story
from marshrut.engine.play.told import Failure
from marshrut.rehearsals.proofs.wording import refusal


def sentence(story: Story, failure: Failure) -> str:
    """One sentence, beginning with the story and the step."""
    title = story.title.say((get_language() or "ru")[:2])
    names = {"title": title, "step": failure.step, "said": said(failure)}
    if failure.step:
        return _("Story “%(title)s”, step %(step)s: %(said)s") % names
    return _("Story “%(title)s”, its beginning: %(said)s") % names


def said(failure: Failure) -> str:
    """What is otherwise."""
    names = {"what": failure.what, "expected": shown(failure.expected), "found": shown(failure.found)}
    why = refusal(str(failure.found)) if failure.code == "refused" else ""
    if why:
        return _("it was refused, %(why)s (%(found)s).") % {**names, "why": why}
    if failure.code in _SENTENCES:
        return str(_SENTENCES[failure.code]) % names
    word = str(_WORDS[failure.code])
    about = f"{word} {failure.what}" if failure.what else word
    return _("%(about)s: expected is %(expected)s, found is %(found)s.") % {**names, "about": about}


def shown(value: Any) -> str:
    """As the story would write it."""
    if value is None or value in ([], {}, ""):
        return _("nothing")
    if value == "*":
        return _("anything")
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {shown(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


_SENTENCES: Final[Mapping[str, Any]] = {
    "refused": gettext_lazy("it was refused: %(found)s."),
    "not_refused": gettext_lazy("“%(what)s” was to be refused, but was not."),
    "refused_otherwise": gettext_lazy(
        "“%(what)s” was to be refused for another reason: expected is %(expected)s, found is %(found)s."
    ),
    "broken": gettext_lazy("the system could not do what it was to do (%(expected)s): %(found)s."),
    "no_task": gettext_lazy("there is no open task “%(found)s” on the card."),
    "unknown_card": gettext_lazy("no robot “%(found)s” has made a card."),
    "unknown_type": gettext_lazy("there is no card type “%(found)s” in the pack."),
    "unknown_person": gettext_lazy("nobody in the story is called “%(found)s”."),
    "unknown_role": gettext_lazy("the pack has no such role: %(found)s."),
    "unknown_setting": gettext_lazy("the pack has no setting “%(found)s”."),
    "unknown_field": gettext_lazy("the card has no field “%(found)s”."),
    "unknown_stage": gettext_lazy("the card type has no stage “%(found)s”."),
    "bad_time": gettext_lazy(
        "“%(found)s” is no time here: write one like 2026-07-02 10:00, later than the step above."
    ),
}
#: what an expectation looks at
_WORDS: Final[Mapping[str, Any]] = {
    "stage": within("of a story", "stage"),
    "open": within("of a story", "open tasks"),
    "may": within("of a story", "who may decide"),
    "due": within("of a story", "deadline of"),
    "fields": within("of a story", "field"),
    "told": within("of a story", "notices to"),
    "untold": within("of a story", "notices to"),
    "ended": within("of a story", "end of the card"),
    "round": within("of a story", "round"),
    "made": within("of a story", "card made by"),
    "effects": within("of a story", "effect"),
    "history": within("of a story", "line of the timeline"),
    "unsaid": within("of a story", "lines of the timeline"),
}
