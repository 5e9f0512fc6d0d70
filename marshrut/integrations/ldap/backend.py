"""Passwords of the directory, asked after our own ones."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.errors import Refused
from marshrut.org.sign_in import password as sign_in

from . import people, table
from .directory import Away, Directory

log = logging.getLogger(__name__)


class DirectoryAway(Refused):
    code = "directory_away"
    status = 503


@cache
def directory(path: str, password: str) -> Directory:
    return Directory(table.read(path), password)


def configured() -> Directory:
    return directory(settings.LDAP, settings.LDAP_PASSWORD)


class Backend(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **more: Any
    ) -> Any:
        """The active person of the entry with this e-mail and this password."""
        if not settings.LDAP or not username or not password:
            return None
        here = configured()
        try:
            entry = here.person(username.strip(), password)
        except Away as error:
            log.warning("the directory does not answer: %s", error)
            raise DirectoryAway(
                _("The directory of the company does not answer. Try again in a few minutes.")
            ) from error
        person = people.arrive(here.table, entry) if entry else None
        return sign_in.active_person(person) if person else None
