"""Stages of deals: those of the company, or those that come with the product."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from ..models import Deal, DealStage
from ..rules import SHIPPED_STAGES
from ..sentences import DEAL_STAGES, DEAL_STATES


@dataclass(frozen=True, slots=True)
class StageInfo:
    """`kind` is a key of `rules.DealState`; `own`: the title the company gave, "" for the one that comes with it."""

    key: str
    title: str
    kind: str
    own: str = ""
    removed: bool = False

    @property
    def kind_title(self) -> str:
        return str(DEAL_STATES[self.kind])

    @property
    def open(self) -> bool:
        return self.kind == "open"


def deal_stages(*, standing: str = "") -> list[StageInfo]:
    """In their order; a removed one only when something stands on it still. One query."""
    return [one for one in every_stage() if not one.removed or one.key == standing]


def every_stage() -> list[StageInfo]:
    """Removed ones too."""
    rows = DealStage.objects.order_by("position", "pk").values_list("key", "title", "kind", "removed")
    found = [StageInfo(key, title or _shipped(key), kind, title, removed) for key, title, kind, removed in rows]
    return found or [StageInfo(key, _shipped(key), kind.value) for key, kind in SHIPPED_STAGES.items()]


def stage_titles() -> dict[str, str]:
    return {one.key: one.title for one in every_stage()}


def deals_by_stage() -> dict[str, int]:
    """How many deals stand on each."""
    return dict(Deal.objects.values_list("stage").annotate(Count("pk")))


def _shipped(key: str) -> str:
    return str(DEAL_STAGES.get(key, key))
