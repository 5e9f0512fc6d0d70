"""Who may do what with cards of a type. What no grant allows is forbidden."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field as Constrain

from .base import Key, Model

Act = Literal[
    "create",
    "view",
    "edit",
    "decide",
    "comment",
    "attach",
    "start",
    "withdraw",
    "restart",
    "export",
    "print",
    "manage",
]
Scope = Literal["own", "participant", "headed", "department", "branch", "departments", "all"]

ACTS: tuple[Act, ...] = get_args(Act)
SCOPES: tuple[Scope, ...] = get_args(Scope)


class Grant(Model):
    """Allows people some acts with some cards: who × scope × stages × acts. Grants add up, none takes away."""

    #: everyone, role:key; in a company's own rows also person:id
    who: str = Constrain(pattern=r"^(everyone|role:[a-z][a-z0-9_]*|person:[1-9][0-9]{0,17})$")
    #: decide: tasks of others as well; manage: hand on anybody's open task, withdraw in the author's stead
    may: tuple[Act, ...] = Constrain(min_length=1)
    #: which cards: one's own; those one has or had to do with; of the departments one heads, with all below them; of
    #: one's own department, or with all below it; of listed departments with all below them (a company's own rows only)
    scope: Scope = "all"
    #: only on these stages; empty: on every stage
    stages: tuple[Key, ...] = ()
    #: for edit: only these fields; empty: every field
    fields: tuple[Key, ...] = ()
    #: ids, for scope departments
    departments: tuple[int, ...] = ()

    @property
    def role(self) -> str:
        """The key of the role, or nothing."""
        return self.who[5:] if self.who.startswith("role:") else ""

    @property
    def person(self) -> int | None:
        return int(self.who[7:]) if self.who.startswith("person:") else None
