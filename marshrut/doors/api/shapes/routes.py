"""Routes: how cards of a kind travel."""

from __future__ import annotations

from pydantic import Field

from .base import Answer, Instant


class RouteProof(Answer):
    """What the newest proof found."""

    at: Instant
    flaws: int = Field(description="What would leave a card stuck.")
    warnings: int


class RouteLine(Answer):
    """`cards` and `late`: on their way and overdue, of those the person may see."""

    pack: str = Field(examples=["payments"])
    type: str = Field(examples=["payment_request"])
    title: str = Field(examples=["Заявки на оплату"])
    version: str = Field(examples=["1.2.0"])
    cards: int
    late: int
    proof: RouteProof | None = Field(description="Null: not proved yet.")


class RouteList(Answer):
    items: tuple[RouteLine, ...]


class RouteWay(Answer):
    """A way to another stage."""

    to: str = Field(examples=["finance"])
    kind: str = Field(
        description="outcome, next, child_failed, move, signal, robot, withdraw or restart.", examples=["outcome"]
    )
    title: str = Field(description="The button or the signal; empty where the kind says all.", examples=["Согласовать"])
    style: str = Field(description="positive, negative or neutral.", examples=["positive"])
    conditional: bool = Field(description="A condition may keep the card from going it.")
    by_itself: bool = Field(description="Nobody presses anything for it.")


class RouteTask(Answer):
    key: str = Field(examples=["approve"])
    title: str
    who: str = Field(description="In words.", examples=["руководитель (инициатор)"])
    due: str = Field(description="The deadline in words, with the settings of today; empty: none.")
    ladder: tuple[str, ...] = Field(description="What happens while nobody does it, in words.")
    outcomes: tuple[str, ...] = Field(description="Its buttons.")


class RouteFlaw(Answer):
    sentence: str
    way: tuple[str, ...] = Field(description="How a card gets there.")
    warning: bool = Field(description="A doubt; the route may be published with it.")


class RouteStage(Answer):
    key: str = Field(examples=["unit_approval"])
    title: str
    kind: str = Field(description="start, work, success or failure.", examples=["work"])
    cards: int
    late: int
    tasks: tuple[RouteTask, ...]
    ways: tuple[RouteWay, ...]
    flaws: tuple[RouteFlaw, ...]


class RouteDrawn(RouteLine):
    """In the order of the stages; those reserved for later are left out."""

    stages: tuple[RouteStage, ...]
    flaws: tuple[RouteFlaw, ...] = Field(description="Those that concern no single stage.")
