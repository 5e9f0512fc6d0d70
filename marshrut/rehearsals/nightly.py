"""Installed routes are proved against the company of today: every night, after an installation, after changes in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from marshrut.automation import house
from marshrut.definitions import queries as definitions
from marshrut.definitions.queries import Installed, Shelf
from marshrut.engine.proofs import Flaw, prove_pack
from marshrut.jobs.registry import on_housekeeping
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from . import commands, proofs
from .commands.proofs import NOTICE
from .models import Proof
from .proofs.proving import in_company

LANGUAGES: Final = ("ru", "en")
#: what a change of the way routes are proved makes new
EDITION: Final = "2"


def register() -> None:
    house.also(NOTICE, compose)


@on_housekeeping("rehearsals.prove", every_seconds=300)
def prove() -> None:
    """A pack that was proved against this very company, its settings and this day is left alone."""
    shelf, chart = definitions.current(), org.chart()
    known = dict(Proof.objects.values_list("pack", "digest"))
    for installed in shelf.active:
        digest = _digest(installed, shelf, chart)
        if known.get(installed.pack.key) != digest:
            _prove(installed, shelf, chart, digest)


def _digest(installed: Installed, shelf: Shelf, chart: OrgChart) -> str:
    """Absences begin and end by the clock, so every day counts."""
    today = chart.company_time.local(clock.now()).date()
    return f"{EDITION}/{installed.id}/{shelf.revision}/{chart.revision}/{today}"


def _prove(installed: Installed, shelf: Shelf, chart: OrgChart, digest: str) -> None:
    pack, settings = installed.pack, shelf.settings_of(installed)
    flaws = [*prove_pack(pack, settings), *in_company(pack, chart, settings, clock.now(), shelf.grants)]
    said = {language: _said(installed, flaws, chart, language) for language in LANGUAGES}
    for number, kind in enumerate(pack.card_types):
        own = [
            {
                "stage": _stage(installed, steps),
                "warning": russian.warning,
                "sentence": {"ru": russian.message, "en": english.message},
                "way": {"ru": list(russian.way), "en": list(english.way)},
            }
            for (steps, russian), (_steps, english) in zip(said["ru"], said["en"], strict=True)
            if steps[:2] == ("card_types", number)
        ]
        actor = Actor.system()
        commands.keep_proof(actor, pack=pack.key, card_type=kind.key, digest=digest, flaws=own)


def _said(installed: Installed, flaws: Iterable[Flaw], chart: OrgChart, language: str) -> list[tuple[Any, Any]]:
    with override(language):
        return [(one.steps, one) for one in proofs.findings(installed.pack, list(flaws), chart.name)]


def _stage(installed: Installed, steps: tuple[str | int, ...]) -> str:
    """The key of the stage that the steps lead into, or nothing."""
    if len(steps) >= 4 and steps[2] == "stages" and isinstance(steps[1], int) and isinstance(steps[3], int):
        return installed.pack.card_types[steps[1]].stages[steps[3]].key
    return ""


def compose(person: int, payload: Mapping[str, Any]) -> tuple[str, str] | None:
    """None: it was put right meanwhile."""
    row = Proof.objects.filter(pack=payload["pack"], card_type=payload["card_type"]).first()
    bad = [one for one in row.flaws if not one["warning"]] if row else []
    if not bad:
        return None
    language = "en" if org.language_of(person) == "en" else "ru"
    found = (one.pack.card_type(payload["card_type"]) for one in definitions.active())
    kind = next(filter(None, found), None)
    title = _("A route does not hold today: {route}").format(
        route=kind.title.say(language) if kind else payload["card_type"]
    )
    more = len(bad) - 1
    rest = ngettext("And {count} more.", "And {count} more.", more).format(count=more) if more else ""
    return title, " ".join(filter(None, (bad[0]["sentence"][language], rest)))
