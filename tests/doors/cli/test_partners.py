"""Companies, contacts, deals and projects at the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from marshrut.crm.models import Company, CompanyContact, Deal, Project
from tests.support.office import Office

from .program import Program


def test_a_company_is_added_shown_and_changed(marshrut: Program, office: Office) -> None:
    said = marshrut.done(
        "company",
        "add",
        "--field",
        "name=Яблоко",
        "--field",
        "inn=7702000004",
        "--address",
        "delivery=Склад 1",
        by="boris",
    )
    made = Company.objects.get(inn="7702000004")
    assert str(made.pk) in said
    assert "Яблоко" in marshrut.done("company", "list", "-q", "ябл")
    for words in ("7702000004", "Склад 1"):
        assert words in marshrut.done("company", "show", made.pk)
    assert marshrut.json("company", "show", made.pk)["fields"]["name"] == "Яблоко"
    marshrut.done("company", "edit", made.pk, "--field", "phone=+7 495", "--ours")
    made.refresh_from_db()
    assert (made.phone, made.ours) == ("+7 495", True)


def test_what_is_wrong_is_refused(marshrut: Program, office: Office) -> None:
    assert office.company is not None
    twin = ["--field", f"inn={office.company.inn}", "--field", "name=Другой"]
    assert "Стеклозавод" in marshrut.refused("company", "add", *twin)
    marshrut.refused("company", "edit", office.company.pk, "--field", "phone=1", by="boris")
    marshrut.refused("company", "edit", 404, "--field", "phone=1")
    assert "colour" in marshrut.refused("company", "add", "--field", "colour=red", code=2)
    marshrut.refused("deal", "state", 404, "won")
    marshrut.refused("contact", "unlink", 404, office.company.pk)


def test_a_table_is_shown_and_then_applied(marshrut: Program, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "контрагенты.csv"
    file.write_text("Название;ИНН;Контактное лицо\nЯблоко;7702000004;Пётр\nОшибка;1;\n", encoding="windows-1251")
    said = marshrut.done("company", "import", file)
    for words in ("Яблоко", "Пётр", "10 цифр", "--apply"):
        assert words in said
    assert Company.objects.count() == 1
    assert "Добавлено: 1" in marshrut.done("company", "import", file, "--apply", by="chief")
    assert marshrut.json("company", "import", file, "--skip-known")["lines"][0]["state"] == "wrong"
    marshrut.refused("company", "import", file, by="boris")


def test_contacts(marshrut: Program, office: Office) -> None:
    assert office.company is not None
    firm = office.company.pk
    marshrut.done("contact", "add", "--name", "Ольга", "--company", firm, "--role", "accounting", by="boris")
    duty = CompanyContact.objects.get()
    marshrut.done("contact", "edit", duty.contact_id, "--phone", "+7 900", by="boris")
    marshrut.done("contact", "link", duty.contact_id, firm, "--signs", "--basis", "Устава", by="boris")
    said = marshrut.done("contact", "list", "--company", firm)
    assert "+7 900" in said
    duty.refresh_from_db()
    assert (duty.signs, duty.roles) == (True, [])
    marshrut.done("contact", "unlink", duty.contact_id, firm, by="boris")
    assert not CompanyContact.objects.exists()


@pytest.mark.parametrize(("group", "model", "state"), [("deal", Deal, "won"), ("project", Project, "closed")])
def test_deals_and_projects(
    marshrut: Program, office: Office, group: str, model: type[Deal | Project], state: str
) -> None:
    assert office.company is not None
    marshrut.done(group, "add", "--title", "Флаконы", "--company", office.company.pk, by="boris")
    made = model.objects.get()
    assert "Стеклозавод" in marshrut.done(group, "list", "-q", "флак")
    marshrut.done(group, "edit", made.pk, "--title", "Этикетки", "--responsible", "alisa@example.ru", by="boris")
    marshrut.refused(group, "edit", made.pk, "--title", "Моё", by="viktor")
    marshrut.done(group, "state", made.pk, state, by="alisa")
    made.refresh_from_db()
    assert (made.title, made.state, made.responsible_id) == ("Этикетки", state, office.id("alisa"))
    assert marshrut.json(group, "list", "--state", "open") == []
    marshrut.refused(group, "add", "--title", "Никто не отвечает")


def test_stages_of_deals(marshrut: Program, office: Office) -> None:
    marshrut.done("deal", "add", "--title", "Флаконы", by="boris")
    made = Deal.objects.get()
    marshrut.done("deal", "move", made.pk, "contract_signed", by="boris")
    assert "Договор подписан" in marshrut.done("deal", "list", "--stage", "contract_signed")
    assert "Она уже там." in marshrut.done("deal", "move", made.pk, "contract_signed", by="boris")
    marshrut.refused("deal", "move", made.pk, "won", by="viktor")
    marshrut.done("deal", "add-stage", "Торг", "--position", "1")
    marshrut.done("deal", "edit-stage", "stage_1", "--title", "Переговоры")
    assert marshrut.json("deal", "stages")[0]["title"] == "Переговоры"
    marshrut.done("deal", "remove-stage", "stage_1")
    marshrut.refused("deal", "remove-stage", "lost")
