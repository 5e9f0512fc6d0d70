"""1C as `edocs` sees it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from marshrut.edocs.source import Account, Content, Lane
from marshrut.kernel.outside import SettingField, Step

from . import doctor, files, mapping, running
from . import form as lines
from .profile import Probed
from .settings import FORM

CODE: Final = "onec"


class OneC:
    code = CODE
    title = _("1C: Accounting")
    form: tuple[SettingField, ...] = FORM

    def flaws(self, settings: Mapping[str, Any]) -> dict[str, str]:
        return lines.flaws(settings)

    def check(self, account: Account) -> list[Step]:
        return doctor.check(account)

    def places(self, settings: Mapping[str, Any], profile: Mapping[str, Any]) -> Collection[str] | None:
        found = mapping.meant(settings, Probed.of(profile).profile)
        return frozenset(kind.set for kind in found.documents) if found is not None else None

    def run(self, base: str, lane: Lane, asked: Sequence[tuple[str, str]] = (), by: int | None = None) -> None:
        running.run(base, lane, asked, by)

    def file(self, account: Account, place: str, ref: str) -> Content:
        return files.content(account, place, ref)
