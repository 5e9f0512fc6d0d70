"""Tasks: outcomes, forms, deadlines, duty separation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _

from ...schema.pack import Due, FormField, Outcome, Task
from ..problem import Finding
from . import conditions, known, spans
from .walk import At

#: what asking for an opinion opens, wherever it is asked
OPINION = "opinion"


def task(at: At) -> Iterator[Finding]:
    about = cast("Task", at.thing)
    if about.key == OPINION:
        yield at.wrong("key", said=_("“%(name)s” is a task of every process: choose another key.") % {"name": OPINION})
    yield from at.twice("outcomes", [one.key for one in about.outcomes])
    yield from known.fields(at, "show", about.show)
    yield from _around(at, about)
    if all(one.skip for one in about.outcomes):
        yield at.wrong("outcomes", said=_("Each button skips the task: one must be for who has done it."))
    yield from conditions.condition(at, "when", source=about.when)
    yield from _form_twice(at, about)
    yield from _separation(at, about)
    yield from _parent(at, about)
    if isinstance(about.decide, int) and about.decide < 1:
        yield at.wrong("decide", said=_("At least one person must decide."))
    for index, rule in enumerate(about.due[:-1]):
        if rule.field is None:
            said = _("This rule always gives a time: the rules after it are never used.")
            yield at.wrong("due", index, said=said)


def _around(at: At, about: Task) -> Iterator[Finding]:
    """What stands beside what is to be done."""
    for index, key in enumerate(about.partners):
        yield from known.field(at, "partners", index, key=key, kinds=("company",))
    if about.folder is not None:
        yield from known.field(at, "folder", key=about.folder, kinds=("file",))
        found = at.card_type.fields.get(about.folder)
        if found is not None and found.kind == "file" and found.document is None:
            said = _("The field “%(name)s” holds no papers: give it document, the key of a document kind.")
            yield at.wrong("folder", said=said % {"name": about.folder})


def _form_twice(at: At, about: Task) -> Iterator[Finding]:
    keys = [entry.field for entry in about.form]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield at.wrong("form", index, "field", said=_("“%(name)s” is here already.") % {"name": key})


def _separation(at: At, about: Task) -> Iterator[Finding]:
    for index, key in enumerate(about.not_decided_by):
        if key == "author":
            continue
        yield from known.task(at, "not_decided_by", index, key=key)
        if key == about.key:
            yield at.wrong("not_decided_by", index, said=_("A task cannot be separated from itself."))
        elif at.stage.task(key) is not None:
            said = _("“%(name)s” is decided on the same stage, in any order. Move one of them to another stage.")
            yield at.wrong("not_decided_by", index, said=said % {"name": key})


def _parent(at: At, about: Task) -> Iterator[Finding]:
    """A subtask is opened after its parent, so it stands below."""
    if about.parent is None:
        return
    above: list[str] = []
    for one in at.stage.tasks:
        if one is about:
            break
        above.append(one.key)
    if about.parent not in above:
        said = _("There is no task “%(name)s” above on this stage to be a subtask of.")
        yield at.unknown("parent", name=about.parent, known=above, said=said)


def form_field(at: At) -> Iterator[Finding]:
    key = cast("FormField", at.thing).field
    yield from known.field(at, "field", key=key)
    if key in at.card_type.fields and at.card_type.fields[key].by_system:
        yield at.wrong("field", said=_("The system fills this field in: people cannot be asked for it."))
    yield from _offered(at, cast("FormField", at.thing))
    known_outcomes = [one.key for one in at.task.outcomes]
    for index, one in enumerate(cast("FormField", at.thing).outcomes):
        if one not in known_outcomes:
            said = _("There is no outcome “%(name)s”.")
            yield at.unknown("outcomes", index, name=one, known=known_outcomes, said=said)


#: kinds of fields in which the same is given again and again
_SAME_AGAIN = ("choice", "text", "person", "company", "contact", "yes_no")


def _offered(at: At, about: FormField) -> Iterator[Finding]:
    if about.photo:
        yield from known.field(at, "photo", key=about.field, kinds=("file",))
    if about.prefill == "today":
        yield from known.field(at, "field", key=about.field, kinds=("date",))
    elif about.prefill == "last":
        yield from known.field(at, "prefill", key=about.field, kinds=_SAME_AGAIN)
    elif about.prefill is not None:
        yield from known.field(at, "prefill", key=about.field, kinds=("long_text", "text"))
        yield from known.field(at, "prefill", "address_of", key=about.prefill.address_of, kinds=("company",))


def outcome(at: At) -> Iterator[Finding]:
    about = cast("Outcome", at.thing)
    yield from known.fields(at, "needs", about.needs)
    yield from at.twice("reasons", [one.key for one in about.reasons])
    yield from conditions.condition(at, "when", source=about.when)
    if about.to is not None:
        yield from known.stage(at, "to", key=about.to)


def due(at: At) -> Iterator[Finding]:
    about = cast("Due", at.thing)
    if about.field is not None:
        yield from known.field(at, "field", key=about.field, kinds=("date",))
    if about.after is not None:
        yield from spans.due(at, about.after)
    if about.cutoff is None:
        return
    if about.cutoff.startswith("$"):
        yield from known.setting(at, "cutoff", name=about.cutoff, kinds=("time",))
    elif not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", about.cutoff):
        yield at.wrong("cutoff", said=_("Write a time of day in quotes, like “13:00”."))
