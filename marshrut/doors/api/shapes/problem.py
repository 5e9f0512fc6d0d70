"""How a refusal looks (RFC 9457)."""

from __future__ import annotations

from pydantic import Field

from .base import Answer


class Change(Answer):
    """A field whose value is another one than the caller saw."""

    field: str = Field(examples=["amount"])
    title: str = Field(examples=["Sum"])
    before: str = Field(examples=["100 000,00 ₽"])
    after: str = Field(examples=["120 000,00 ₽"])
    #: ids of the old and the new file, where one stands in the place of another
    files: tuple[int, int] | None = None


class Problem(Answer):
    """Why nothing was done. Programs read `code`, people read `detail`."""

    type: str = Field(examples=["urn:marshrut:problem:not_found"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    #: stable; new ones may come
    code: str = Field(examples=["not_found"], description="Stable name of the refusal. New ones may be added.")
    detail: str = Field(
        examples=["There is no such card, or you have no access to it."],
        description="A sentence for people, in the language of Accept-Language, else of the token's person.",
    )
    fields: dict[str, str] = Field(
        default={},
        examples=[{"amount": "The sum must be above zero."}],
        description="What is wrong with single inputs: a field of the card, or a member of the request.",
    )
    subject: str = Field(
        default="",
        examples=["company:17"],
        description="The thing the refusal is about, when it is another one than asked for.",
    )
    changes: tuple[Change, ...] = Field(
        default=(),
        description="Of changed_since_seen: what differs from the edition that was sent.",
    )
