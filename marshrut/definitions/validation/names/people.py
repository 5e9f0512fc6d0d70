"""Resolvers: the field, role or task they look at exists, and every word of theirs has an effect where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _

from ...schema.pack import Resolver, Rung, Task
from ..problem import Finding
from . import known
from .walk import At


def resolver(at: At) -> Iterator[Finding]:
    about = cast("Resolver", at.thing)
    for word in ("head_of", "heads_of"):
        whose = getattr(about, word)
        if whose is not None and whose != "author":
            yield from known.person(at, word, key=whose)
    if about.person_in is not None:
        yield from known.field(at, "person_in", key=about.person_in, kinds=("person",))
    if about.role is not None:
        yield from known.role(at, "role", key=about.role)
    if about.decided is not None:
        yield from _decided(at, about.decided)
    if about.assignees and not isinstance(at.around[-1], Rung):
        yield at.wrong("assignees", said=_("“assignees” has a meaning only in a ladder: whose task it is."))
    yield from _chain(at, about)
    yield from _self(at, about)


def _decided(at: At, key: str) -> Iterator[Finding]:
    yield from known.task(at, "decided", key=key)
    task = at.inside_or_none(Task)
    if task is not None and task.key == key and not isinstance(at.around[-1], Rung):
        yield at.wrong("decided", said=_("Nobody has decided this task before it is opened."))


def _chain(at: At, about: Resolver) -> Iterator[Finding]:
    if about.heads_of is None:
        for word in ("levels", "up_to_field"):
            if getattr(about, word) is not None:
                yield at.wrong(word, said=_("“%(name)s” works only together with heads_of.") % {"name": word})
        return
    if about.levels is not None:
        yield from known.amount(at, "levels", value=about.levels, kind="count", least=1, most=50)
    if about.up_to_field is not None:
        yield from known.person(at, "up_to_field", key=about.up_to_field)


def _self(at: At, about: Resolver) -> Iterator[Finding]:
    if about.head_of is None and "when_self" in about.model_fields_set:
        yield at.wrong("when_self", said=_("“%(name)s” works only together with head_of.") % {"name": "when_self"})
