"""What a what-if says in words, the same on every door: the difference, the error of the model, what was supposed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marshrut.definitions.schema.pack import CardType, Setting
from marshrut.org.rules import OrgChart

from .asking import Question, Test, Told
from .changes import EXTRA
from .figures import off
from .prompts import Effect


def error(test: Test) -> str:
    """How far off the model was where what happened is known: in time, and in how many come to an end."""
    return " ".join(filter(None, (_times(test), _shares(test))))


def _shares(test: Test) -> str:
    if test.ended == test.foretold:
        return ""
    said = _("Of the cards of the last third of the time {ended} percent came to an end; {foretold} were foretold to.")
    return said.format(ended=test.ended, foretold=test.foretold)


def _times(test: Test) -> str:
    if test.median is None or test.most is None:
        return _("Error of the model: not known, for too few cards came to a good end to test it.")
    said = _(
        "Error of the model: ±{median} percent for the usual time, ±{most} percent for nine of ten, {cards} cards."
        " The last third of the finished cards was foretold from the habits known before and laid beside what it was."
    )
    return said.format(median=abs(test.median), most=abs(test.most), cards=test.cards)


def verdict(told: Told) -> str:
    """Whether the difference says anything: of the usual time, and of what nine of ten stay within."""
    same, then = told.unchanged.whole.took, told.changed.whole.took
    if not same.cards or not then.cards:
        return _("No card came to a good end in that time: there is nothing to compare.")
    if told.unchanged == told.changed:
        return _("With these rules everything would have gone as it went.")
    usual, most = off(then.median, same.median) or 0, off(then.most, same.most) or 0
    return f"{_difference(_USUAL, usual, told.test.median)} {_difference(_MOST, most, told.test.most)}"


#: as it is, shorter, longer
_USUAL: Final = (
    gettext_lazy("The usual time would stay as it is."),
    gettext_lazy("The usual time would be {n} percent shorter"),
    gettext_lazy("The usual time would be {n} percent longer"),
)
_MOST: Final = (
    gettext_lazy("Nine of ten would take as long as now."),
    gettext_lazy("Nine of ten would end within a time {n} percent shorter"),
    gettext_lazy("Nine of ten would end within a time {n} percent longer"),
)


def _difference(words: tuple[Any, Any, Any], percent: int, error: int | None) -> str:
    if not percent:
        return str(words[0])
    said = str(words[1] if percent < 0 else words[2]).format(n=abs(percent))
    if error is None:
        return f"{said}."
    within = _("within the error of the model, ±{error} percent: it may be nothing")
    beyond = _("more than the error of the model, ±{error} percent")
    return f"{said} ({(within if abs(percent) <= abs(error) else beyond).format(error=abs(error))})."


def supposed(told: Told) -> Iterator[str]:
    """What the model did, with its figures."""
    said = _("{real} answers as long after the same thing as really, {drawn} by the habits of those who have the task.")
    yield said.format(real=told.as_real, drawn=told.drawn)
    yield _prompted(
        told.remind,
        _(
            "Of {n} reminded tasks {after} percent were decided within eight working hours;"
            " in the eight before, {before} percent."
        ),
        _("Only {n} tasks were ever reminded: too few to say what a reminder does, so nobody is supposed to hurry."),
    )
    yield _prompted(
        told.escalate,
        _(
            "Of {n} escalated tasks {after} percent were decided within eight working hours;"
            " in the eight before, {before} percent."
        ),
        _("Only {n} tasks were ever escalated: too few to say what that does, so nobody is supposed to hurry."),
    )
    if told.lost:
        yield _("{n} acts could not be done again by these rules and were left out.").format(n=told.lost)


def _prompted(effect: Effect, known: str, few: str) -> str:
    if not effect.enough:
        return few.format(n=effect.prompted)
    return known.format(n=effect.prompted, after=round(100 * effect.after), before=round(100 * effect.before))


def changed(question: Question, kind: CardType, settings: dict[str, Setting], chart: OrgChart) -> Iterator[str]:
    """Each other rule in a line."""
    language = "en" if (get_language() or "").startswith("en") else "ru"
    changes = question.changes
    for key, value in changes.settings.items():
        yield f"{settings[key].title.say(language) if key in settings else key}: {value}"
    if changes.approver is not None:
        one = changes.approver
        who = chart.name(one.person) if one.person is not None else chart.role_title(one.role, language)
        after = kind.by_stage[one.stage].title.say(language) if one.stage in kind.by_stage else one.stage
        yield _("One more approver after “{stage}”: {who}").format(stage=after, who=who)
    for stand_in in changes.stand_ins:
        said = _("{deputy} stands in for {person}")
        yield said.format(deputy=chart.name(stand_in.deputy), person=chart.name(stand_in.person))
    if changes.version is not None:
        yield _("Another version of the process")


def stage(kind: CardType, key: str) -> str:
    """The name of a stage, also of the one that was added."""
    language = "en" if (get_language() or "").startswith("en") else "ru"
    if key == EXTRA:
        return _("One more approver")
    return kind.by_stage[key].title.say(language) if key in kind.by_stage else key
