"""The shared disk of the demo company beside the contracts, people of partners, deals, projects, templates."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from functools import cache, partial
from typing import Any

import yaml

from marshrut.crm import commands as crm
from marshrut.documents import commands as documents
from marshrut.kernel.actor import Actor

from . import desk, drafts
from .acts import Office
from .company import US
from .play import Event
from .script import STORY


@cache
def content() -> Any:
    return yaml.safe_load((STORY / "library.yaml").read_text(encoding="utf-8"))


def events(office: Office) -> Iterator[Event]:
    for row in content()["papers"]:
        yield Event(office.moments.at(row["at"]), partial(_paper, office, row))
    met = office.moments.at("-24/10:00")
    adders = {"contacts": _contact, "deals": _deal, "projects": _project, "templates": _template}
    for number, (part, add) in enumerate(adders.items()):
        for place, row in enumerate(content()[part]):
            yield Event(met + timedelta(minutes=60 * number + 4 * place), partial(add, office, row))


def _paper(office: Office, row: dict[str, Any]) -> None:
    """Added, registered, and given its status by hand: the simple mode (S1.6)."""
    actor = _who(office, row)
    file = desk.store(actor, f"{row['title']}.docx", drafts.plain(US, row["title"], row["text"], office.today()))
    links = [("company", office.companies[row["company"]])] if "company" in row else []
    made = documents.add_document(
        actor, kind=row["kind"], file=file, title=row["title"], organisation=office.companies["us"], links=links
    )
    documents.register_document(actor, document=made["id"], on=office.today())
    documents.set_status(actor, document=made["id"], status=row["status"])


def _contact(office: Office, row: dict[str, Any]) -> None:
    more = {key: value for key, value in row.items() if key not in ("by", "company")}
    crm.add_contact(_who(office, row), company=office.companies[row["company"]], **more)


def _deal(office: Office, row: dict[str, Any]) -> None:
    company = office.companies[row["company"]]
    crm.add_deal(_who(office, row), title=row["title"], company=company, amount=row["amount"])


def _project(office: Office, row: dict[str, Any]) -> None:
    companies = [office.companies[key] for key in row["companies"]]
    made = crm.add_project(_who(office, row), title=row["title"], companies=companies)
    office.projects[row["title"]] = int(made["id"])


def _template(office: Office, row: dict[str, Any]) -> None:
    actor = _who(office, row)
    stored = documents.store_file(actor, name=f"{row['title']}.docx", stream=io.BytesIO(drafts.template()))
    more = {key: row[key] for key in ("kind", "card_type", "title")}
    documents.add_template(actor, file=stored["id"], **more)


def _who(office: Office, row: dict[str, Any]) -> Actor:
    return Actor.person(office.people[row["by"]], "demo")
