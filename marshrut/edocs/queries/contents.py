"""Files of documents, asked of their base when somebody wants to look (S2.16). Nothing of them is kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from django.db import DatabaseError

from marshrut.kernel import clock, sealing
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import prepared

from .. import source
from ..models import Base
from . import reading
from .accounts import account as account_of

log = logging.getLogger(__name__)
_TAKE: Final = "SELECT pg_try_advisory_lock(hashtext('edocs.file'), %s)"
_GIVE: Final = "SELECT pg_advisory_unlock(hashtext('edocs.file'), %s)"


def content(actor: Actor, card: int, n: int) -> source.Content:
    """A file of a document the actor may see, or why there is none. Takes as long as the network does.

    A base that is left alone is not asked, and one file at a time is: every question may take a licence there.
    Raises NotFound.
    """
    key, place, ref, name = reading.file_ref(actor, card, n)
    base = Base.objects.get(key=key)
    if base.active and base.closed_until is not None and base.closed_until > clock.now():
        return source.Content(name=name, code=base.last_error or "busy")
    with _alone(base.pk) as alone:
        found = _asked(base, place, ref) if alone else source.Content(code="occupied")
    return replace(found, name=found.name or name)


def _asked(base: Base, place: str, ref: str) -> source.Content:
    asked = source.source(base.source)
    try:
        account = account_of(base.key)
        if asked is None or account is None:
            return source.Content(code="not_connected")
        return asked.file(account, place, ref)
    except sealing.Unreadable:
        return source.Content(code="not_connected")
    except source.SourceTrouble as trouble:
        return source.Content(code=trouble.code)


@contextmanager
def _alone(base: int) -> Iterator[bool]:
    """Nobody else asks this base for a file meanwhile; False: somebody does. Opens no transaction."""
    taken = bool(prepared(_TAKE, [base])[0][0])
    try:
        yield taken
    finally:
        if taken:
            _free(base)


def _free(base: int) -> None:
    try:
        prepared(_GIVE, [base])
    except DatabaseError:  # the connection was lost meanwhile, and the lock with it
        log.warning("the connection to the database was lost while a file was asked for")
