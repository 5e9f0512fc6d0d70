"""Contacts, deals and projects on pages: added, changed, refused without losing what was typed; tabs of a company."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from marshrut.crm import commands, queries
from marshrut.crm.models import Company, CompanyContact, Contact, Deal, Project
from marshrut.documents import commands as documents
from tests.support import shelf
from tests.support.office import Office

from .conftest import signed_in

TABS = ["documents", "cards", "letters", "payments", "e-documents", "history"]


@pytest.fixture
def glass(office: Office) -> int:
    assert office.company is not None
    return int(office.company.pk)


def body(who: Client, url: str, **more: Any) -> str:
    answer = who.get(url, **more)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_has_its_address_and_comes_alone_to_a_script(clerk: Client, glass: int, tab: str) -> None:
    page = body(clerk, f"/companies/{glass}/{tab}/")
    part = body(clerk, f"/companies/{glass}/{tab}/", headers={"hx-request": "true"})
    assert "<html" in page
    assert "<html" not in part
    for text in (page, part):
        chosen = re.findall(r'<a class="tab" href="([^"]+)"[^>]*aria-current="page"', text)
        assert chosen == [f"/companies/{glass}/{tab}/"]
        assert len(re.findall(r'class="tab"', text)) == len(TABS)
    assert clerk.get(f"/companies/999999/{tab}/").status_code == 404


def test_the_documents_are_the_first_tab(clerk: Client, glass: int) -> None:
    assert f'href="/companies/{glass}/documents/" ' in body(clerk, f"/companies/{glass}/")
    assert 'id="documents-part"' in body(clerk, f"/companies/{glass}/")


def test_tabs_show_only_what_the_reader_may_see(office: Office, glass: int) -> None:
    office.request("viktor", purpose="Тайна Виктора")
    office.request(purpose="Флаконы 50 мл")
    for tab in ("cards", "payments"):
        own = body(signed_in(office, "alisa"), f"/companies/{glass}/{tab}/")
        assert "Флаконы 50 мл" in own
        assert "Тайна Виктора" not in own
        assert "Тайна Виктора" in body(signed_in(office, "viktor"), f"/companies/{glass}/{tab}/")


def test_the_history_says_what_changed(office: Office, glass: int) -> None:
    commands.edit_company(office.actor("chief"), company=glass, phone="+7 812 000-00-00")
    text = body(signed_in(office, "alisa"), f"/companies/{glass}/history/")
    assert "Изменены реквизиты: Телефон" in text
    assert "Телефон: +7 812 000-00-00" in text


def test_no_1c_is_said_honestly(clerk: Client, glass: int) -> None:
    assert "1С не подключена" in body(clerk, f"/companies/{glass}/e-documents/")


def test_whom_to_ask_about_payments_stands_on_top(clerk: Client, glass: int) -> None:
    assert "company-payer" not in body(clerk, f"/companies/{glass}/")
    form = {"contact": "", "contact_text": "Смирнова Ольга", "phone": "+7 900 1", "roles": ["accounting", "director"],
            "post": "Главбух", "signs": "1", "signs_shown": "1", "basis": "Устава"}  # fmt: skip
    assert clerk.post(f"/companies/{glass}/contacts/new/", form).headers["Location"] == f"/companies/{glass}/"
    text = body(clerk, f"/companies/{glass}/")
    payer = text.partition('company-payer"')[2].partition("</section>")[0]
    assert "Смирнова Ольга" in payer
    assert 'href="tel:+79001"' in payer
    duty = CompanyContact.objects.get()
    assert (duty.roles, duty.post, duty.signs, duty.basis) == (["director", "accounting"], "Главбух", True, "Устава")


def test_somebody_known_is_chosen_and_not_doubled(clerk: Client, office: Office, glass: int) -> None:
    known = commands.add_contact(office.actor("boris"), name="Петров Иван")["id"]
    form = {"contact": str(known), "contact_text": "Петров Иван", "roles": ["warehouse"]}
    clerk.post(f"/companies/{glass}/contacts/new/", form)
    assert Contact.objects.count() == 1
    assert CompanyContact.objects.get().roles == ["warehouse"]


def test_a_refused_contact_keeps_what_was_typed(clerk: Client, glass: int) -> None:
    form = {"contact": "", "contact_text": "Ольга", "email": "нет", "roles": ["accounting"], "post": "Главбух"}
    page = clerk.post(f"/companies/{glass}/contacts/new/", form)
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="Ольга"' in text
    assert 'value="Главбух"' in text
    assert re.search(r'value="accounting" checked', text)
    assert "f-email-error" in text
    page = clerk.post(f"/companies/{glass}/contacts/new/", {"contact": "", "contact_text": "", "post": "Главбух"})
    assert page.status_code == 422
    assert "f-contact-error" in page.content.decode()
    assert not Contact.objects.exists()


def test_duties_change_by_their_form_and_end_there(clerk: Client, office: Office, glass: int) -> None:
    made = commands.add_contact(office.actor("boris"), name="Петров Иван", company=glass)["id"]
    address = f"/companies/{glass}/contacts/{made}/"
    assert 'name="version" value="1"' in body(clerk, address)
    assert clerk.post(address, {"post": "Директор", "version": "1"}).status_code == 302
    stale = clerk.post(address, {"post": "Опоздавший", "version": "1"})
    assert stale.status_code == 409
    assert 'value="Опоздавший"' in stale.content.decode()
    assert clerk.post(f"{address}remove", {}).status_code == 302
    assert clerk.get(address).status_code == 404
    assert Contact.objects.count() == 1


def test_our_own_organisation_is_for_accountants(clerk: Client, office: Office, glass: int) -> None:
    assert 'name="ours"' not in body(clerk, "/companies/new/")
    chief = signed_in(office, "chief")
    assert 'name="ours"' in body(chief, f"/companies/{glass}/edit/")
    form = {"kind": "legal", "name": "Стеклозавод", "inn": "7707083893", "ours": "1", "ours_shown": "1", "version": "1",
            "address_actual": "Лесная, 1", "address_delivery": "Склад 1\nСклад 2"}  # fmt: skip
    assert chief.post(f"/companies/{glass}/edit/", form).status_code == 302
    assert Company.objects.get().ours
    text = body(clerk, f"/companies/{glass}/")
    for said in ("Наша организация", "Лесная, 1", "Склад 2"):
        assert said in text
    assert clerk.get(f"/companies/{glass}/contacts/new/").status_code == 403
    assert "contacts/new/" not in text
    forged = {"kind": "legal", "name": "Моя", "inn": "7736050003", "ours": "1", "ours_shown": "1"}
    assert clerk.post("/companies/new/", forged).status_code == 403
    assert Company.objects.count() == 1


def test_who_signs_for_us_is_renamed_by_accountants(clerk: Client, office: Office, glass: int) -> None:
    made = commands.add_contact(office.actor("boris"), name="Петров Иван", company=glass, signs=True)["id"]
    address = f"/contacts/{made}/"
    assert f"{address}edit/" in body(clerk, address)
    Company.objects.update(ours=True)
    assert f"{address}edit/" not in body(clerk, address)
    for refused in (clerk.get(f"{address}edit/"), clerk.post(f"{address}edit/", {"name": "Сам"})):
        assert refused.status_code == 403
        assert "Контактные лица наших организаций меняют бухгалтеры и администраторы." in refused.content.decode()
    assert Contact.objects.get().name == "Петров Иван"
    assert signed_in(office, "chief").post(f"{address}edit/", {"name": "Сидоров Пётр"}).status_code == 302
    assert Contact.objects.get().name == "Сидоров Пётр"


@pytest.mark.parametrize(
    ("path", "form", "model"),
    [
        ("/contacts/", {"name": "Петров Иван", "phone": "+7 900"}, Contact),
        ("/deals/", {"title": "Флаконы на год", "amount": "125 000,50"}, Deal),
        ("/projects/", {"title": "Новый цех"}, Project),
    ],
)
def test_added_shown_found_changed(clerk: Client, office: Office, path: str, form: dict[str, str], model: Any) -> None:
    if "title" in form:
        form = {**form, "responsible": str(office.id("alisa")), "responsible_text": "Алиса"}
    made = clerk.post(f"{path}new/", {**form, "key": "double-click-1"}).headers["Location"]
    assert clerk.post(f"{path}new/", {**form, "key": "double-click-1"}).headers["Location"] == made
    assert model.objects.count() == 1
    title = form.get("title") or form["name"]
    word = title.split()[0]
    assert title in body(clerk, made)
    assert title in body(clerk, f"{path}?q={word[:4].lower()}")
    part = body(clerk, f"{path}?q=нетакого", headers={"hx-request": "true"})
    assert title not in part
    assert "<html" not in part
    assert f'data-text="{title}"' in body(clerk, f"{path}suggest/?q={word}", headers={"hx-request": "true"})
    field = "title" if "title" in form else "name"
    assert clerk.post(f"{made}edit/", {**form, field: "Иначе", "version": "1"}).headers["Location"] == made
    late = clerk.post(f"{made}edit/", {**form, field: "Опоздавший", "version": "1"})
    assert late.status_code == 409
    assert 'value="Опоздавший"' in late.content.decode()
    empty = clerk.post(f"{made}edit/", {**form, field: " ", "version": "2"})
    assert empty.status_code == 422
    assert f"f-{field}-error" in empty.content.decode()


def test_a_name_that_was_typed_and_not_chosen_is_refused(clerk: Client, office: Office) -> None:
    me = {"responsible": str(office.id("alisa")), "responsible_text": "Алиса"}
    page = clerk.post("/deals/new/", {"title": "Флаконы", "company": "", "company_text": "Стекло", **me})
    assert page.status_code == 422
    assert 'value="Стекло"' in page.content.decode()
    assert not Deal.objects.exists()


def test_a_project_joins_companies_by_its_form(clerk: Client, office: Office, glass: int) -> None:
    me = {"responsible": str(office.id("alisa")), "responsible_text": "Алиса"}
    form = {"title": "Цех", "company_0": "", "company_0_text": "", "company_1": str(glass), "company_1_text": "Стекло"}
    made = clerk.post("/projects/new/", {**form, **me}).headers["Location"]
    assert "Стеклозавод" in body(clerk, made)
    assert body(clerk, f"{made}edit/").count("data-suggest-value") == 4  # who answers, the company, room for two more
    wrong = clerk.post("/projects/new/", {**form, **me, "company_0": "999", "company_0_text": "Никто"})
    assert wrong.status_code == 422
    assert "f-company_0-error" in wrong.content.decode()


def test_projects_of_the_company_are_offered_first(clerk: Client, office: Office, glass: int) -> None:
    alisa = office.actor("alisa")
    commands.add_project(alisa, title="Цех стекла", companies=[glass])
    commands.add_project(alisa, title="Цех розлива")
    newest, beside = body(clerk, "/projects/suggest/?q=цех"), body(clerk, f"/projects/suggest/?company={glass}&q=цех")
    assert newest.index("Цех розлива") < newest.index("Цех стекла")
    assert beside.index("Цех стекла") < beside.index("Цех розлива")
    assert beside.count('role="option"') == 2


def test_the_state_of_a_deal_asks_why_it_is_lost(clerk: Client, office: Office) -> None:
    deal = commands.add_deal(office.actor("alisa"), title="Флаконы")["id"]
    page = clerk.post(f"/deals/{deal}/state/", {"state": "lost", "version": "1"})
    assert page.status_code == 422
    assert "f-why-error" in page.content.decode()
    clerk.post(f"/deals/{deal}/state/", {"state": "lost", "why": "Дорого", "version": "1"})
    text = body(clerk, f"/deals/{deal}/")
    assert "Проиграна" in text
    assert "Дорого" in text
    assert "Флаконы" not in body(clerk, "/deals/?state=open")
    assert "Флаконы" in body(clerk, "/deals/?state=lost&whose=me")


def test_strangers_to_a_deal_read_it(office: Office) -> None:
    deal = commands.add_deal(office.actor("alisa"), title="Флаконы")["id"]
    plan = commands.add_project(office.actor("alisa"), title="Цех")["id"]
    viktor = signed_in(office, "viktor")
    assert "/edit/" not in body(viktor, f"/deals/{deal}/")
    for url in (f"/deals/{deal}/edit/", f"/deals/{deal}/state/", f"/projects/{plan}/edit/", f"/projects/{plan}/state/"):
        assert viktor.get(url).status_code == 403
        assert viktor.post(url, {"title": "Моё", "state": "won"}).status_code == 403
    assert queries.deal_page(office.actor("alisa"), deal).info.state == "open"


def test_a_project_is_closed_and_opened_again(clerk: Client, office: Office) -> None:
    plan = commands.add_project(office.actor("alisa"), title="Цех")["id"]
    address = f"/projects/{plan}/state/"
    assert clerk.post(address, {"state": "closed", "version": "1"}).status_code == 302
    assert "Открыть снова" in body(clerk, f"/projects/{plan}/")
    assert clerk.post(address, {"state": "closed", "version": "1"}).status_code == 409
    assert clerk.post(address, {"state": "moon", "version": "2"}).status_code == 422


TABLE = "Название;ИНН;Контактное лицо\nЯблоко;7702000004;Петров Иван\nОшибка;7702000005;"


def test_companies_are_brought_in_after_a_preview(office: Office) -> None:
    chief = signed_in(office, "chief")
    assert "/companies/import/" in body(chief, "/companies/")
    text = chief.post("/companies/import/", {"text": TABLE, "existing": "update"}).content.decode()
    for said in ("Яблоко", "Петров Иван", "Контрольная цифра ИНН", "Строки с ошибками не загрузятся"):
        assert said in text
    assert Company.objects.count() == 1
    hidden = dict(re.findall(r'name="(packed|seen|existing)" value="([^"]*)"', text))
    assert chief.post("/companies/import/apply", hidden).headers["Location"] == "/companies/"
    assert "новых контрагентов: 1, контактных лиц: 1, строк с ошибками пропущено: 1" in body(chief, "/companies/")
    assert Company.objects.count() == 2


def test_another_answer_about_known_companies_is_another_preview(office: Office) -> None:
    chief = signed_in(office, "chief")
    sent = {"text": "Название;ИНН;Телефон\nСтеклозавод;7707083893;+7 812", "existing": "skip"}
    text = chief.post("/companies/import/", sent).content.decode()
    assert "Останутся как есть" in text
    hidden = dict(re.findall(r'name="(packed|seen|existing)" value="([^"]*)"', text))
    again = chief.post("/companies/import/apply", {**hidden, "existing": "update"})
    assert again.status_code == 409
    assert Company.objects.get().phone == ""


@pytest.mark.parametrize("text", ["", "ИНН\n7702000004"])
def test_a_table_that_says_too_little_is_refused_with_what_was_typed(office: Office, text: str) -> None:
    page = signed_in(office, "chief").post("/companies/import/", {"text": text, "existing": "skip"})
    assert page.status_code == 422
    assert re.search(r'value="skip" checked', page.content.decode())


def test_clerks_do_not_import(clerk: Client) -> None:
    assert "/companies/import/" not in body(clerk, "/companies/")
    assert clerk.get("/companies/import/").status_code == 403
    assert clerk.post("/companies/import/", {"text": TABLE}).status_code == 403
    assert clerk.post("/companies/import/apply", {}).status_code == 403
    assert clerk.get("/companies/import/example/").status_code == 403


def test_an_example_can_be_taken(office: Office) -> None:
    answer = signed_in(office, "chief").get("/companies/import/example/?form=csv")
    assert "Стеклозавод" in answer.getvalue().decode("utf-8-sig")


def test_papers_of_the_company_stand_on_its_tabs_for_their_readers(office: Office, glass: int) -> None:
    admin, alisa = office.actor("admin"), signed_in(office, "alisa")
    shelf.paper(office, "Договор поставки", links=[("company", glass)])
    documents.add_kind(admin, kind="post", title="Почта", family="letter", adders=["everyone"])
    shelf.paper(office, "Письмо о цене", kind="post", links=[("company", glass)])
    everything, letters = (body(alisa, f"/companies/{glass}/{tab}/") for tab in ("documents", "letters"))
    assert "Договор поставки" in everything
    assert "Письмо о цене" in everything
    assert "Договор поставки" not in letters  # threads of registered letters stand there
    documents.add_kind(admin, kind="secret", title="Тайное", readers=["role:chief_accountant"], adders=["everyone"])
    shelf.paper(office, "Тайная бумага", by="boris", kind="secret", links=[("company", glass)])
    assert "Тайная бумага" not in body(alisa, f"/companies/{glass}/")
    assert "Тайная бумага" in body(signed_in(office, "boris"), f"/companies/{glass}/")


def test_a_deal_is_put_on_a_stage(clerk: Client, office: Office) -> None:
    deal = commands.add_deal(office.actor("alisa"), title="Флаконы")["id"]
    text = body(clerk, f"/deals/{deal}/")
    assert text.count('class="stage"') == 6
    assert re.search(r'data-state="now"[^>]*>Новая', text)
    form = {"stage": "contract_signed", "version": "1", "key": "twice-pressed"}
    for _press in range(2):
        assert clerk.post(f"/deals/{deal}/stage/", form).headers["Location"] == f"/deals/{deal}/"
    text = body(clerk, f"/deals/{deal}/")
    assert re.search(r'data-state="now"[^>]*>Договор подписан', text)
    assert text.count("Стадия: Новая → Договор подписан") == 1
    page = clerk.post(f"/deals/{deal}/stage/", {"stage": "lost", "version": "2"})
    assert page.status_code == 422
    assert "f-why-error" in page.content.decode()
    assert "Флаконы" in body(clerk, "/deals/?stage=contract_signed")
    assert "Флаконы" not in body(clerk, "/deals/?stage=shipping")
    viktor = signed_in(office, "viktor")
    assert viktor.post(f"/deals/{deal}/stage/", {"stage": "won"}).status_code == 403


def test_stages_are_kept_by_administrators(clerk: Client, admin: Client, office: Office) -> None:
    assert "/deals/stages/" not in body(clerk, "/deals/")
    assert clerk.get("/deals/stages/").status_code == 403
    assert clerk.post("/deals/stages/new/", {"title": "Моя"}).status_code == 403
    assert "/deals/stages/" in body(admin, "/deals/")
    page = admin.post("/deals/stages/new/", {"title": "", "kind": "open", "position": "2"})
    assert page.status_code == 422
    admin.post("/deals/stages/new/", {"title": "Переговоры", "kind": "open", "position": "2"})
    commands.add_deal(office.actor("alisa"), title="Флаконы")
    text = body(admin, "/deals/stages/")
    assert text.index("Новая") < text.index("Переговоры") < text.index("Договор на подписании")
    admin.post("/deals/stages/stage_1/", {"title": "Торг", "position": "1"})
    assert "Торг" in body(clerk, "/deals/")
    refused = admin.post("/deals/stages/new/remove", follow=True)
    assert "1 сделка" in refused.content.decode()
    admin.post("/deals/stages/stage_1/remove")
    assert "Торг" not in body(admin, "/deals/stages/")
    assert admin.get("/deals/stages/nowhere/").status_code == 404
