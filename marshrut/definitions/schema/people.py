"""Finding people."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from .base import Amount, Key, Model


class Resolver(Model):
    """Who: exactly one way of finding people."""

    author: bool = False
    #: head of the department of the author ("author") or of the person in a field; nearest filled seat above
    head_of: str | None = None
    #: every head from that person's own upwards, one after another
    heads_of: str | None = None
    #: for heads_of: how many at most; the person field that names the last one
    levels: Amount | None = None
    up_to_field: str | None = None
    #: everyone who holds this company role
    role: str | None = None
    #: the person in this field
    person_in: str | None = None
    #: the person who decided the named task of this round
    decided: Key | None = None
    #: the assignees of the task this step belongs to
    assignees: bool = False
    #: for head_of: the person *is* the head: they decide themselves (as far as self_approval of the card type lets
    #: them), the next head up does, or they are left out
    when_self: Literal["self", "next_up", "skip"] = "next_up"

    @model_validator(mode="after")
    def one_way(self) -> Resolver:
        ways = [self.author, self.head_of, self.heads_of, self.role, self.person_in, self.decided, self.assignees]
        if sum(bool(way) for way in ways) != 1:
            raise ValueError("give exactly one of author, head_of, heads_of, role, person_in, decided, assignees")
        return self
