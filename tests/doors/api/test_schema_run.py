"""Everything the description allows and much that it forbids, sent to the door (reliability §4e).

Examples, boundary values and some fuzz, the same at every run: no answer of 500, none the description does not know, no
request refused by the description and accepted by us, none that goes without its token.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, cast

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.parameters import ParameterLocation

from marshrut.cards import commands
from marshrut.documents import commands as documents
from marshrut.jobs import worker
from marshrut.org import queries
from marshrut.org.commands import set_absence
from tests.support import fns, pigeons
from tests.support.office import MovingClock, Office

from . import correspondence, papers, partners, reacting, rehearsing, shipping, signing, telling, word
from .client import Api
from .packs import install_with_pause

CONFIG = schemathesis.Config.from_dict(
    {
        "generation": {"mode": "all", "deterministic": True, "max-examples": 8, "no-shrink": True},
        "phases": {"coverage": {"unexpected-methods": ["DELETE", "PUT"]}, "stateful": {"enabled": False}},
    }
)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Ours, read to its end and closed, as a server would."""
    answer = django(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


django = get_wsgi_application()
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application, config=CONFIG)
load_all_checks()
#: rules of rooms refuse much that the description allows, so this is no mistake of ours
NOT_ASKED = {"positive_data_acceptance"}
ASKED = [
    cast("schemathesis.CheckFunction", CHECKS.get_one(name)) for name in CHECKS.get_all_names() if name not in NOT_ASKED
]


@dataclass
class World:
    """Things that exist, for the operation under test; who does it, and a body and a query that fit."""

    who: str
    ids: dict[str, Any]
    body: dict[str, Any] | None = None
    query: dict[str, Any] | None = None


def world(office: Office, name: str, now: MovingClock) -> World:
    """The least that the operation needs to succeed."""
    install_with_pause()
    card = office.request()
    task = office.task(card, "approve").pk
    assert office.company is not None
    ids: dict[str, Any] = {"card": card, "task": task, "file": office.file(), "company": office.company.pk}
    found = World("boris" if name in OF_TASKS else WHO.get(name, "alisa"), ids)
    soon = (now() + timedelta(days=1)).isoformat()
    if name in OF_ABSENCES:
        ids["absence"] = absence(office)
    if name == "start_card":
        ids["card"] = draft(office)
    if name in ("restart_card", "move_card"):
        commands.withdraw_card(office.actor("alisa"), card=card)
    if name == "resume_task":
        commands.pause_task(office.actor("boris"), task=task, until=now() + timedelta(days=1), reason="Жду")
    if name == "take_back_task":
        commands.delegate_task(office.actor("boris"), task=task, to=office.id("director"))
    if name == "undo_decision":
        commands.complete_task(office.actor("boris"), task=task, outcome="approved")
    bodies: dict[str, dict[str, Any]] = {
        "create_card": {"type": "payment_request", "fields": office.fields(invoice=[ids["file"]])},
        "edit_card": {"fields": {"purpose": "Другое"}},
        "move_card": {"to": "unit_approval"},
        "complete_task": {"outcome": "approved"},
        "delegate_task": {"to": office.id("director")},
        "forward_task": {"to": office.id("director")},
        "ask_opinion": {"person": office.id("chief"), "question": "Хватит ли бюджета?"},
        "add_approver": {"person": office.id("director")},
        "pause_task": {"until": soon, "reason": "Жду"},
        "edit_company": {"phone": "1"},
        "import_absences": {
            "rows": [["E-mail", "First day", "Last day"], ["alisa@example.ru", "2026-07-06", "2026-07-19"]]
        },
        "import_people": {"rows": [["E-mail", "Фамилия", "Имя"], ["new@example.ru", "Новиков", "Олег"]]},
        "set_absence": {"first_day": "2026-09-01", "last_day": "2026-09-07"},
        "change_absence": {"note": "Сочи"},
    }
    found.body = bodies.get(name)
    _rooms(found, office, name, now)
    worker.drain(now())
    return found


def _rooms(found: World, office: Office, name: str, now: MovingClock) -> None:
    """What operations of single rooms need."""
    if name in papers.OF_DOCUMENTS | papers.OF_KINDS:
        found.who, found.body = papers.who(name), papers.lay(office, name, found.ids)
    if name in partners.OF_PARTNERS:
        found.who, found.body = partners.who(name), partners.lay(office, name, found.ids)
    if name in reacting.OF_REACTIONS:
        found.who, found.body = reacting.who(name), reacting.lay(office, now, name, found.ids)
    if name in word.OF_TEMPLATES:
        found.who, found.body = word.who(name), word.lay(office, name, found.ids)
    if name in correspondence.OF_LETTERS | correspondence.OF_OVERSEERS:
        found.who, found.body = correspondence.who(name), correspondence.lay(office, now, name, found.ids)
    if name in shipping.OF_SHIPMENTS:
        found.who = shipping.who(name)
        shipping.lay(office, found.ids)
    if name in telling.OF_CHANNELS:
        found.who, found.body = telling.who(name), telling.lay(office, name, found.ids)
    if name in rehearsing.OF_ROUTES:
        found.who, found.body = "admin", rehearsing.lay(office, name, found.ids)
        found.query = rehearsing.query(name, found.ids)
    if name == "read_formal_document":
        stored = documents.store_file(office.actor("alisa"), name="УПД.xml", stream=io.BytesIO(fns.upd_503()))
        found.ids["file"] = stored["id"]
    if name in signing.OF_EDOCS:
        found.who, found.body = signing.who(name), signing.lay(office, now, name, found.ids)


WHO = {
    **dict.fromkeys(("list_access", "edit_company", "import_people", "import_absences", "export_people"), "admin"),
    "export_cards": "director",
}
OF_TASKS = {
    "take_task",
    "complete_task",
    "delegate_task",
    "take_back_task",
    "forward_task",
    "ask_opinion",
    "add_approver",
    "undo_decision",
    "pause_task",
    "resume_task",
    "read_task",
}


OF_ABSENCES = {"read_absence", "change_absence", "end_absence"}


def absence(office: Office) -> int:
    since, until = queries.whole_days(office.id("alisa"), date(2026, 7, 6), date(2026, 7, 19))
    made = set_absence(office.actor("alisa"), person=office.id("alisa"), since=since, until=until)
    return int(made["absence"])


def draft(office: Office) -> int:
    fields = office.fields(invoice=[office.file()])
    made = commands.create_card(office.actor("alisa"), card_type="payment_request", fields=fields, start=False)
    return int(made["card"])


def place(case: schemathesis.Case[Any], there: World) -> None:
    """Let good requests be about things that exist, and one of them say what fits."""
    assert case.meta is not None
    bad = {where for where, part in case.meta.components.items() if part.mode.is_negative}
    if ParameterLocation.PATH not in bad:
        case.path_parameters |= {name: there.ids.get(name, own) for name, own in case.path_parameters.items()}
    if not bad and there.body:
        case.body, there.body = there.body, None
        for name in ("If-Match", "Idempotency-Key"):
            case.headers.pop(name, None)
    if not bad and there.query:
        case.query, there.query = there.query, None


@dataclass
class Run:
    """All requests to one operation."""

    office: Office
    now: MovingClock
    name: str = ""
    sent: int = 0
    reached: int = 0

    @cached_property
    def world(self) -> World:
        return world(self.office, self.name, self.now)


runs: list[Run] = []


@pytest.fixture
def run(office: Office, now: MovingClock) -> Iterator[Run]:
    made = Run(office, now)
    with pigeons.flying(pigeons.Pigeons()):
        yield made
    runs.append(made)
    assert made.reached, f"{made.name} only ever refused, which proves nothing"


@pytest.fixture(scope="module", autouse=True)
def _connection_of_the_test() -> Iterator[None]:
    """As Django's own test client does; in the end say how much was seen."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
    share = sum(bool(one.reached) for one in runs) / max(1, len(runs))
    print(f"\n{sum(one.sent for one in runs)} requests; {share:.0%} of {len(runs)} operations reached 2xx")  # noqa: T201


@schema.parametrize()
@hypothesis.settings(deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_operation(case: schemathesis.Case[Any], run: Run, api: Api) -> None:
    run.name = case.operation.definition.raw["operationId"]
    place(case, run.world)
    auth = {"Authorization": f"Bearer {api.token(run.world.who)}"}
    response = case.call(headers=auth)
    run.sent += 1
    run.reached += 200 <= response.status_code < 300
    case.validate_response(response, checks=ASKED, headers=auth)
