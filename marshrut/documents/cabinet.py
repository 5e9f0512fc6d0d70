"""The kinds of papers with their statuses and folders, read once a request and kept as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language

from marshrut.kernel import memory
from marshrut.kernel.errors import NotFound

from .models import Folder, Kind, KindStatus
from .sentences import NO_SUCH_KIND, NO_SUCH_STATUS


def russian() -> bool:
    return not (get_language() or "ru").startswith("en")


@dataclass(frozen=True, slots=True)
class Status:
    id: int
    key: str
    title_ru: str
    title_en: str
    color: str
    initial: bool
    final: bool

    @property
    def title(self) -> str:
        return self.title_ru if russian() else self.title_en or self.title_ru


@dataclass(frozen=True)
class Sort:
    """A kind of papers as it stands now."""

    id: int
    key: str
    title_ru: str
    title_en: str
    code: str
    family: str
    folder: int
    filing: str
    gapless: bool
    readers: tuple[str, ...]
    adders: tuple[str, ...]
    keepers: tuple[str, ...]
    archived: bool
    version: int
    statuses: tuple[Status, ...]

    @property
    def title(self) -> str:
        return self.title_ru if russian() else self.title_en or self.title_ru

    def status(self, key: str) -> Status:
        """Raises NotFound."""
        for one in self.statuses:
            if one.key == key:
                return one
        raise NotFound(NO_SUCH_STATUS, fields={"status": NO_SUCH_STATUS})

    @property
    def initial(self) -> Status | None:
        return next((one for one in self.statuses if one.initial), next(iter(self.statuses), None))


@dataclass(frozen=True)
class Cabinet:
    """Everything about kinds and folders at one moment. Kinds in the order people see them."""

    kinds: tuple[Sort, ...]
    #: folder -> (parent, name)
    folders: Mapping[int, tuple[int | None, str]]

    @cached_property
    def by_id(self) -> Mapping[int, Sort]:
        return {one.id: one for one in self.kinds}

    @cached_property
    def statuses(self) -> Mapping[int, Status]:
        return {status.id: status for kind in self.kinds for status in kind.statuses}

    def kind(self, key: str) -> Sort:
        """Raises NotFound."""
        for one in self.kinds:
            if one.key == key:
                return one
        raise NotFound(NO_SUCH_KIND, fields={"kind": NO_SUCH_KIND})

    def path(self, folder: int) -> tuple[str, ...]:
        """Names from the top, its own last."""
        names: list[str] = []
        here: int | None = folder
        while here is not None and here in self.folders and len(names) < 50:
            here, name = self.folders[here]
            names.insert(0, name)
        return tuple(names)

    @cached_property
    def children(self) -> Mapping[int | None, tuple[int, ...]]:
        made: dict[int | None, list[int]] = {}
        for folder, (parent, _name) in self.folders.items():
            made.setdefault(parent, []).append(folder)
        return {parent: tuple(below) for parent, below in made.items()}

    def with_below(self, folder: int) -> set[int]:
        found, ahead = {folder}, [folder]
        while ahead:
            for child in self.children.get(ahead.pop(), ()):
                if child not in found:
                    found.add(child)
                    ahead.append(child)
        return found


def now() -> Cabinet:
    """Three queries, once a request."""
    return memory.once("documents.cabinet", read)


def read() -> Cabinet:
    statuses: dict[int, list[Status]] = {}
    for row in KindStatus.objects.order_by("kind_id", "position", "pk"):
        one = Status(row.pk, row.key, row.title, row.title_en, row.color, row.initial, row.final)
        statuses.setdefault(row.kind_id, []).append(one)
    kinds = tuple(_sort(row, tuple(statuses.get(row.pk, ()))) for row in Kind.objects.order_by("position", "pk"))
    folders = {pk: (parent, name) for pk, parent, name in Folder.objects.values_list("pk", "parent_id", "name")}
    return Cabinet(kinds, folders)


def keys() -> dict[str, frozenset[str]]:
    """Keys of the kinds in use, with those of their statuses: what processes may name."""
    return {one.key: frozenset(status.key for status in one.statuses) for one in read().kinds if not one.archived}


def _sort(row: Kind, statuses: tuple[Status, ...]) -> Sort:
    return Sort(
        id=row.pk,
        key=row.key,
        title_ru=row.title,
        title_en=row.title_en,
        code=row.code,
        family=row.family,
        folder=row.folder_id,
        filing=row.filing,
        gapless=row.gapless,
        readers=tuple(row.readers),
        adders=tuple(row.adders),
        keepers=tuple(row.keepers),
        archived=row.archived,
        version=row.version,
        statuses=statuses,
    )
