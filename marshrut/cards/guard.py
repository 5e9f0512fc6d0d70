"""Default-deny: a query on the tables of cards runs only after it passed the gate, or named its reason.

The check sits where Django makes SQL of a query, so it holds for every way of asking: loops, counts, sub-queries,
unions, related managers, prefetching, refreshing. What Django could join in unasked (`select_related`) is refused.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import sql

M = TypeVar("M", bound=models.Model)

#: what a query says that came through `gate.visible_to`
GATE = "gate"


class Ungated(RuntimeError):
    """A query on cards was about to run without anybody having asked who may see them. A mistake of ours."""


class GuardedQuery(sql.Query):
    #: why the query may run; empty: it may not
    passed: str = ""

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        require(self, self.model)
        return super().get_compiler(*args, **kwargs)


def require(query: Any, model: type[models.Model] | None) -> None:
    if not getattr(query, "passed", ""):
        name = model.__name__ if model else "cards"
        raise Ungated(f'{name}: start from gate.visible_to(actor), or say .system("why nobody needs to be asked")')


class Guarded(models.QuerySet[M]):
    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        if query is None and model is not None:
            query = GuardedQuery(model)
        super().__init__(model=model, query=query, using=using, hints=hints)

    def system(self, reason: str) -> Self:
        """These rows may be read and written for `reason`: a check made elsewhere, or a duty of the system itself."""
        if not reason:
            raise Ungated("a reason is needed")
        chained = self.all()
        chained.query.passed = reason  # type: ignore[attr-defined]
        return chained

    def select_related(self, *fields: Any) -> Self:
        """Only `system` may join further tables of cards in; whoever came through the gate asks for each."""
        if getattr(self.query, "passed", "") in ("", GATE) and fields != (None,):
            for name in fields or ("",):
                if self._leads_to_cards(str(name)):
                    raise Ungated(f"select_related({name!r}) would read rows of cards past the gate")
        return super().select_related(*fields)

    def _leads_to_cards(self, path: str) -> bool:
        model: Any = self.model
        for step in filter(None, path.split("__")):
            model = model._meta.get_field(step).related_model
            if isinstance(model._default_manager.get_queryset(), Guarded):
                return True
        return not path

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise Ungated("raw() on cards goes past the gate")

    def update(self, **kwargs: Any) -> int:
        require(self.query, self.model)
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> Any:
        require(self.query, self.model)
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        require(self.query, self.model)
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> Any:
        require(self.query, self.model)
        return super().bulk_update(*args, **kwargs)

    def create(self, **kwargs: Any) -> Any:
        require(self.query, self.model)
        return super().create(**kwargs)

    def _update(self, values: Any) -> int:
        """`instance.save()` ends here."""
        require(self.query, self.model)
        return super()._update(values)  # type: ignore[misc,no-any-return]

    def __or__(self, other: Any) -> Any:
        return self._both(other, super().__or__(other))

    def __and__(self, other: Any) -> Any:
        return self._both(other, super().__and__(other))

    def __xor__(self, other: Any) -> Any:
        return self._both(other, super().__xor__(other))

    def _both(self, other: Any, combined: Any) -> Any:
        """A union of what passed and what did not has not passed."""
        if not (getattr(self.query, "passed", "") and getattr(other.query, "passed", "")):
            combined = combined.all()
            combined.query.passed = ""
        return combined


class GuardedManager(models.Manager[M]):
    def get_queryset(self) -> Guarded[M]:
        return Guarded(self.model, using=self._db, hints=self._hints)  # type: ignore[attr-defined]

    def system(self, reason: str) -> Guarded[M]:
        """See `Guarded.system`."""
        return self.get_queryset().system(reason)
