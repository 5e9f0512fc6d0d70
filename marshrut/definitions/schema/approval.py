"""What an author may approve of their own cards."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from .base import Amount, Key, Model

Policy = Literal["off", "marked", "second_above", "forbidden"]
POLICIES: tuple[Policy, ...] = ("off", "marked", "second_above", "forbidden")


class SelfApproval(Model):
    """Whether authors approve their own cards (A4.8). Frozen in each task when it opens."""

    #: off: not watched; marked: allowed and shown in the history; second_above: so up to a sum, above it somebody
    #: else decides; forbidden: always somebody else; or $setting of kind choice
    policy: Policy | Annotated[str, StringConstraints(pattern=r"^\$[a-z][a-z0-9_]*$")] = "marked"
    #: for second_above: the sum, or $setting of kind money
    above: Amount | None = None
    #: the field with the sum; unless told the amount_field of the card type
    field: Key | None = None
