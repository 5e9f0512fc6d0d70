"""One card in full."""

from __future__ import annotations

from pydantic import Field

from .base import FieldsShown, Instant, Ref
from .cards import Act, CardFile, CardName, Visit
from .tasks import Task


class Card(CardName):
    """A card with all that its page shows. `may` and `moves` are what the token's person may do now.

    `fields` holds canonical values: money as a decimal string, dates as ISO text, people, companies, cards and files as
    ids; fields without a value are left out. The ETag header is the edition of this content.
    """

    round: int
    version: int
    edition: int
    author: Ref
    company: Ref | None
    fields: FieldsShown = Field(examples=[{"counterparty": 1, "amount": "125000.50", "invoice": [5]}])
    tasks: tuple[Task, ...] = Field(description="Of this round, also the decided ones.")
    files: tuple[CardFile, ...]
    visits: tuple[Visit, ...]
    may: tuple[Act, ...]
    moves: tuple[str, ...] = Field(description="Stages the person may carry the card to.")
    badges: tuple[str, ...] = Field(description="Marks of its open tasks.", examples=[["нет вх. № контрагента"]])
    comments: int
    parent: int | None
    created_at: Instant
    entered_at: Instant
    finished_at: Instant | None
