"""Flaws as sentences, and the way to them as one sentence for each step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.definitions.schema.base import Text
from marshrut.definitions.schema.pack import CardType
from marshrut.engine.proofs import Flaw, Step


@dataclass(frozen=True)
class Wording:
    """Words for the flaws of one card type. `person`: the name of somebody of the company, "" when there is none."""

    card_type: CardType
    person: Callable[[int], str] = lambda _person: ""

    def told(self, flaw: Flaw) -> str:
        """What is wrong."""
        return _SENTENCES[flaw.code](self, flaw.names, flaw.warning)

    def way(self, flaw: Flaw) -> tuple[str, ...]:
        """How the card gets there, in the order in which it happens."""
        author = self.person(flaw.names["author"]) if "author" in flaw.names else ""
        whose = _("The card is of %(name)s.") % {"name": author.removesuffix(".")}  # initials bring a full stop
        first = (whose,) if author else _whose(flaw.names)
        return (*first, *map(self.step, flaw.path))

    def step(self, step: Step) -> str:
        """One thing that happens, where the card stands then."""
        said = _STEPS[step.kind](self, step)
        filled = "; ".join(self._filled(step.fields)) if step.kind not in ("edit", "note") else ""
        return f"{said} ({filled})" if filled else said

    def _filled(self, fields: Mapping[str, Any]) -> Iterable[str]:
        return (f"{self.field(key)}: {self.value(key, value)}" for key, value in fields.items())

    # -- names -------------------------------------------------------------------------------------------------------

    def say(self, text: Text) -> str:
        return text.say((get_language() or "ru")[:2])

    def stage(self, key: str) -> str:
        return self.say(self.card_type.by_stage[key].title) if key else ""

    def field(self, key: str) -> str:
        about = self.card_type.fields.get(key)
        return self.say(about.title) if about is not None else key

    def task(self, key: str) -> str:
        found = self.card_type.task(key)
        return self.say(found[1].title) if found is not None else key

    def button(self, task: str, key: str) -> str:
        found = self.card_type.task(task)
        outcome = found[1].outcome(key) if found is not None else None
        return self.say(outcome.title) if outcome is not None else key

    def signal(self, stage: str, key: str) -> str:
        about = self.card_type.by_stage[stage].signal(key)
        return self.say(about.done) if about is not None else key

    def value(self, key: str, value: Any) -> str:
        about = self.card_type.fields[key]
        if value in (None, "", []):
            return _("empty")
        if isinstance(value, bool) or about.kind == "yes_no":
            return _("yes") if value else _("no")
        if about.kind == "choice":
            return next((self.say(one.title) for one in about.choices if one.key == value), str(value))
        if about.kind in ("money", "number", "date"):
            return str(value)
        return _("%(many)d files") % {"many": len(value)} if about.kind == "file" and len(value) > 1 else _("filled in")

    def why(self, refused: Iterable[Mapping[str, Any]]) -> str:
        """What was tried and why it does not work; nothing where nothing was tried."""
        said = []
        for one in refused:
            name = self.button(one["key"], one["value"]) if one["kind"] == "decide" else self._act(one)
            fields = ", ".join(_("“%(name)s”") % {"name": self.field(key)} for key in one["fields"])
            reason = refusal(one["code"]) or _("it is refused")
            if one["code"] in ("missing_fields", "bad_fields") and fields:
                reason = _("not filled in: %(fields)s") % {"fields": fields}
            said.append(_("“%(name)s”: %(why)s") % {"name": name, "why": reason})
        return "; ".join(said[:4])

    def _act(self, one: Mapping[str, Any]) -> str:
        if one["kind"] == "start":
            return _("Send")
        return self.stage(one["key"]) if one["key"] in self.card_type.by_stage else str(one["key"])


def refusal(code: str) -> str:
    """Why the engine refuses, where its code says it; else nothing."""
    return _REASONS[code]() if code in _REASONS else ""


_REASONS: Final[Mapping[str, Callable[[], str]]] = {
    "nobody": lambda: _("nobody can be found for the task that follows"),
    "outcome_unavailable": lambda: _("its condition does not hold"),
    "robots_in_circle": lambda: _("robots carry the card round and round"),
    "robot_value": lambda: _("a robot fills in what the field cannot hold"),
}


def _whose(names: Mapping[str, Any]) -> tuple[str, ...]:
    """Whose card it is, where that is why it goes wrong."""
    kind, _colon, role = str(names.get("whose", "")).partition(":")
    said = {
        "head": lambda: _("The card is of the head of a department."),
        "top": lambda: _("The card is of somebody who has no head."),
        "role": lambda: _("The card is of somebody who holds the role “%(role)s”.") % {"role": role},
    }
    return (said[kind](),) if kind else ()


def _named(told: str, why: str) -> str:
    return f"{told} {why}." if why else told


def _start(words: Wording, step: Step) -> str:
    return _("The author sends the card.")


def _decide(words: Wording, step: Step) -> str:
    names = {"stage": words.stage(step.stage), "task": words.task(step.key)}
    said = _("On “%(stage)s”, in “%(task)s”, “%(button)s” is pressed.")
    return said % {**names, "button": words.button(step.key, step.value)}


def _child(words: Wording, step: Step) -> str:
    good = step.value == "success"
    return _("The card that was waited for is finished.") if good else _("The card that was waited for failed.")


def _edit(words: Wording, step: Step) -> str:
    said = _("On “%(stage)s” the author changes “%(field)s”: %(value)s.")
    value = words.value(step.key, step.fields[step.key])
    return said % {"stage": words.stage(step.stage), "field": words.field(step.key), "value": value}


def _note(words: Wording, step: Step) -> str:
    said = _("On “%(stage)s” the system writes “%(field)s”: %(value)s.")
    value = words.value(step.key, step.fields[step.key])
    return said % {"stage": words.stage(step.stage), "field": words.field(step.key), "value": value}


def _move(words: Wording, step: Step) -> str:
    said = _("The card is carried by hand from “%(stage)s” to “%(to)s”.")
    return said % {"stage": words.stage(step.stage), "to": words.stage(step.key)}


def _signal(words: Wording, step: Step) -> str:
    said = _("On “%(stage)s” the outside tells: “%(said)s”.")
    return said % {"stage": words.stage(step.stage), "said": words.signal(step.stage, step.key)}


_STEPS: Final[Mapping[str, Callable[[Wording, Step], str]]] = {
    "start": _start,
    "adopt": lambda words, step: _("The source has the card on “%(to)s”.") % {"to": words.stage(step.key)},
    "decide": _decide,
    "move": _move,
    "signal": _signal,
    "timer": lambda words, step: _("The time of “%(stage)s” is over.") % {"stage": words.stage(step.stage)},
    "child": _child,
    "place": lambda words, step: _("The source puts the card on “%(to)s”.") % {"to": words.stage(step.key)},
    "edit": _edit,
    "note": _note,
    "withdraw": lambda words, step: _("The author takes the card back."),
    "restart": lambda words, step: _("The author sends the card anew."),
}

Names = Mapping[str, Any]


def _stuck(words: Wording, names: Names, warning: bool) -> str:
    if warning:
        return _named(_ended(words, names), words.why(names["refused"]))
    said = _("On the stage “%(stage)s” the card stays for ever: nothing that anybody can do leads to an end.")
    if names["waits"] and not names["tasks"]:
        said = _("On the stage “%(stage)s” the card stays for ever: what it waits for leads it nowhere.")
    return _named(said % {"stage": words.stage(names["stage"])}, words.why(names["refused"]))


def _ended(words: Wording, names: Names) -> str:
    said = _("With none of the values that were tried a card comes to an end from the stage “%(stage)s”.")
    return said % {"stage": words.stage(names["stage"])}


def _endless(words: Wording, names: Names, warning: bool) -> str:
    said = _("From the stage “%(stage)s” the card goes round for ever and reaches no end.")
    return _ended(words, names) if warning else said % {"stage": words.stage(names["stage"])}


def _unreached(words: Wording, names: Names, warning: bool) -> str:
    said = _("No card ever gets to the stage “%(stage)s”: the conditions on the way never hold.")
    if warning:
        said = _(
            "With none of the values that were tried a card gets to the stage “%(stage)s”: can its conditions hold?"
        )
    return said % {"stage": words.stage(names["stage"])}


def _unfinished(words: Wording, names: Names, warning: bool) -> str:
    said = _(
        "This route has too many states to look into all of them: after %(decisions)d decisions %(left)d were left."
        " What was looked into is told here."
    )
    if not names["left"]:
        said = _("A form of this route can be filled in in too many ways to try all of them: some were tried.")
    return said % names


def _nobody(words: Wording, names: Names, warning: bool) -> str:
    said = _("Nobody is left for the task “%(task)s” on the stage “%(stage)s”: name others in “otherwise”.")
    if warning:
        said = _("Until a field is filled in, nobody is found for the task “%(task)s” on the stage “%(stage)s”.")
    return said % {"task": words.task(names["task"]), "stage": words.stage(names["at"])}


def _robot_value(words: Wording, names: Names, warning: bool) -> str:
    said = _("On the stage “%(stage)s” a robot would put into “%(field)s” what this field cannot hold.")
    return said % {"stage": words.stage(names["stage"]), "field": words.field(names["field"])}


def _dead_button(words: Wording, names: Names, warning: bool) -> str:
    told = {"button": words.button(names["task"], names["outcome"]), "task": words.task(names["task"])}
    said = _("The button “%(button)s” of “%(task)s” never works.")
    if warning:
        said = _("With none of the values that were tried the button “%(button)s” of “%(task)s” works.")
    return _named(said % told, words.why(names["refused"]))


def _alone(words: Wording, names: Names, warning: bool) -> str:
    people = ", ".join(filter(None, map(words.person, names["people"])))
    said = _("Only %(people)s can do “%(task)s”: while they are silent, the card waits for ever.")
    return said % {"people": people, "task": words.task(names["task"])}


def _no_ladder(words: Wording, names: Names, warning: bool) -> str:
    said = _("If whoever has “%(task)s” is silent, nobody else can do it: add an escalation to a role that may decide.")
    if names["state"] == "taken":
        said = _(
            "If whoever took “%(task)s” into work is silent, nobody else can do it:"
            " add an escalation with “while: taken” or “open”."
        )
    return said % {"task": words.task(names["task"])}


def _plain(sentence: Callable[[], str]) -> Callable[[Wording, Names, bool], str]:
    """A sentence with the titles of what `names` name."""

    def tell(words: Wording, names: Names, warning: bool) -> str:
        titles: dict[str, Callable[[Any], str]] = {"stage": words.stage, "task": words.task, "field": words.field}
        return sentence() % {key: titles[key](value) if key in titles else value for key, value in names.items()}

    return tell


_SENTENCES: Final[Mapping[str, Callable[[Wording, Names, bool], str]]] = {
    "stuck": _stuck,
    "endless": _endless,
    "nobody": _nobody,
    "robot_value": _robot_value,
    "robots_in_circle": _plain(lambda: _("From the stage “%(stage)s” robots carry the card round and round.")),
    "stage_reserved": _plain(lambda: _("From “%(stage)s” the card would go to a stage that is reserved for later.")),
    "unreached": _unreached,
    "dead_button": _dead_button,
    "dead_task": _plain(lambda: _("“%(task)s” is never given to anybody: its condition never holds.")),
    "hole": _plain(
        lambda: _("The stage “%(stage)s” is passed without any task: for some values none of its conditions holds.")
    ),
    "empty_skips": _plain(
        lambda: _(
            "While “%(field)s” is empty, “%(task)s” is not asked for: an empty value is neither more nor less than"
            " anything. Demand the field, or say in the condition what is to happen without it."
        )
    ),
    "never_filled": _plain(
        lambda: _("“%(field)s” is used on the stage “%(stage)s”, but nobody can have filled it in by then.")
    ),
    "child_ignored": _plain(
        lambda: _(
            "When the card that “%(stage)s” waits for fails, this one goes on as if it had succeeded:"
            " say where it goes in “child_failed”."
        )
    ),
    "long_sleep": _plain(lambda: _("“%(task)s” may sleep for %(days)d days before anybody is told of it.")),
    "alone": _alone,
    "no_ladder": _no_ladder,
    "few_voices": _plain(
        lambda: _("“%(task)s” asks for %(needed)d voices, but there are only %(people)d people: they decide alone.")
    ),
    "unfinished": _unfinished,
}
