"""Installed versions. They never change, so a process keeps what it has read for ever."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from marshrut.kernel.errors import NotFound

from .. import loading
from ..models import PackVersion
from ..schema.pack import Pack


@dataclass(frozen=True, slots=True)
class Installed:
    """`id` is what a card keeps to stay with the version it started with. Its stories are left on the disk: `whole`."""

    id: int
    pack: Pack


_kept: dict[int, Installed] = {}


def installed(version_id: int) -> Installed:
    """The version with this id. One query at the first call in a process, none later; raises NotFound."""
    found = _kept.get(version_id)
    return found or keep(version_id, _content(version_id))


def whole(version_id: int) -> Pack:
    """The pack of the version with its stories, read anew. One query; raises NotFound."""
    return loading.stored(_content(version_id))


def _content(version_id: int) -> str:
    content = PackVersion.objects.filter(id=version_id).values_list("content", flat=True).first()
    if content is None:
        raise NotFound(_("There is no such version of a process."))
    return content


def keep(version_id: int, content: str) -> Installed:
    return _kept.setdefault(version_id, Installed(version_id, loading.stored(content, stories=False)))


def has(version_id: int) -> bool:
    return version_id in _kept
