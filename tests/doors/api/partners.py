"""What operations on contacts, deals and projects need to succeed."""

from __future__ import annotations

from typing import Any

from marshrut.crm import commands
from tests.support.office import Office

TABLE = [["Название", "ИНН"], ["Яблоко", "7702000004"]]
BODIES: dict[str, dict[str, Any] | None] = {
    "import_companies": {"rows": TABLE},
    "add_contact": {"name": "Смирнова Ольга"},
    "edit_contact": {"phone": "1"},
    "link_contact": {"post": "Директор"},
    "unlink_contact": None,
    "add_deal": {"title": "Флаконы"},
    "edit_deal": {"title": "Этикетки"},
    "set_deal_state": {"state": "won"},
    "move_deal": {"stage": "won"},
    "add_deal_stage": {"title": "Переговоры"},
    "edit_deal_stage": {"title": "Переговоры"},
    "remove_deal_stage": None,
    "add_project": {"title": "Цех"},
    "edit_project": {"title": "Склад"},
    "set_project_state": {"state": "closed"},
}
OF_PARTNERS = {*BODIES, "read_contact", "read_deal", "read_project"}


def who(name: str) -> str:
    return "admin" if name == "import_companies" or name.endswith("_deal_stage") else "alisa"


def lay(office: Office, name: str, ids: dict[str, Any]) -> dict[str, Any] | None:
    """A contact of the company, a deal and a project; answers with a body that fits."""
    actor, company = office.actor("alisa"), ids["company"]
    ids["contact"] = commands.add_contact(actor, name="Петров Иван", company=company)["id"]
    ids["deal"] = commands.add_deal(actor, title="Сделка", company=company)["id"]
    ids["project"] = commands.add_project(actor, title="Проект", companies=[company])["id"]
    ids["stage"] = "contract"
    return BODIES.get(name)
