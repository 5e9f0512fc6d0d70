"""Every address of the product, with what a request to it carries. An address that is not here fails the build.

`BODIES` holds what a form or a program would send to do the thing; an address without one is only read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from marshrut.doors.api import openapi
from marshrut.doors.web.views.companies import TABS

from .world import World

#: no such thing
MISSING = 999_999_999
Body = Mapping[str, Any]


@dataclass(frozen=True)
class Address:
    """`route` as the product writes it; `name` is the operation of the API."""

    method: str
    route: str
    name: str = ""

    @property
    def api(self) -> bool:
        return bool(self.name)

    @property
    def about(self) -> str:
        """ "card", "task", "file" or "document" when the address names one, else nothing."""
        return next((kind for kind, places in PLACES.items() if any(place in self.route for place in places)), "")

    def path(self, thing: int, others: Mapping[str, str]) -> str:
        path = self.route
        for place in (place for places in PLACES.values() for place in places):
            path = path.replace(place, str(thing))
        for place, value in others.items():
            path = path.replace(place, value)
        assert not {"<", "{"} & set(path), f"say what stands for the place in {path}"
        return f"/{path.lstrip('/')}"


PLACES = {
    "card": ("<int:card_id>", "{card}"),
    "task": ("<int:task_id>", "{task}"),
    "file": ("<int:file_id>", "{file}"),
    "document": ("<int:document_id>", "{document}"),
}


def others(world: World) -> dict[str, str]:
    """What stands in the other places."""
    boris = world.office.people["boris"]
    return {
        "<slug:card_type>": "note",
        "<slug:pack>": "payments",
        "<slug:role_key>": "finance_manager",
        "<slug:name>": "inbox",
        "<int:view_id>": str(world.view),
        "<int:notice_id>": str(world.notice),
        "<int:person_id>": str(boris.pk),
        "<int:department_id>": str(boris.department_id),
        "<int:company_id>": str(world.office.company.pk if world.office.company else 0),
        "{company}": str(world.office.company.pk if world.office.company else 0),
        "{kind}": "contract",
        "{folder}": "1",
        "{rule}": "1",
        "<int:contact_id>": str(world.partners["contact"]),
        "{contact}": str(world.partners["contact"]),
        "<int:deal_id>": str(world.partners["deal"]),
        "{deal}": str(world.partners["deal"]),
        "<int:project_id>": str(world.partners["project"]),
        "{project}": str(world.partners["project"]),
        "<int:token_id>": "1",
        "<int:absence_id>": str(world.absence),
        "{absence}": str(world.absence),
        "<int:passkey_id>": "1",
        "<slug:session_id>": "1",
        "<slug:secret>": "nothing",
        "<int:number>": "1",
        "<int:n>": "1",
        "<slug:kind_key>": "order",
        "<int:folder_id>": "1",
        "<int:rule_id>": "1",
        "<slug:place>": "company",
        "<int:ref>": str(world.office.company.pk if world.office.company else 0),
        "<int:round_n>": "1",
        "<slug:token>": "nothing",
        "<slug:field>": "paper",
        "<slug:book>": "letter_in",
        "{book}": "letter_in",
        "<slug:what>": "open",
        "{what}": "open",
        "<int:archive_id>": "1",
        "{archive}": "1",
        "<int:template_id>": str(world.template),
        "<int:mailbox_id>": "1",
        "<slug:code>": "cdek",
        "<int:message_id>": "1",
        "{mailbox}": "1",
        "{template}": str(world.template),
    }


#: questions beside the plain ones that name a thing or look at it from aside
QUESTIONS = (
    "files/<int:file_id>/?download=1",
    "inbox/?task=<int:task_id>",
    "inbox/?tab=done&task=<int:task_id>",
    "inbox/?part=detail&task=<int:task_id>",
    "cards/<int:card_id>/?part=timeline",
    "cards/<int:card_id>/?part=why",
    "cards/<int:card_id>/access/?person=<int:person_id>",
    "access/who/?card=<int:card_id>&person=<int:person_id>",
    "live/?since=1.1.1&watch=card:<int:card_id>",
    "live/?since=1.1.1&watch=board:note",
    "inbox/?tab=asked",
    "inbox/?tab=done",
    "cards/note/?part=heads",
    "cards/note/?part=tiles&column=review&offset=0",
    "cards/payment_request/",
    "cards/payment_request/list/?stage=paid",
    "cards/payment_request/list/?from=1&to=99999999",
    "cards/payment_request/export?format=xlsx",
    "notifications/?tab=all",
    "api/cards?limit=200",
    "api/tasks?list=done",
    "org/export?format=xlsx",
    "documents/zip/?ids=<int:document_id>",
    "documents/<int:document_id>/compare/?from=1&to=1",
    "documents/?registered=0",
    "documents/book/?kind=order",
    "evidence/new/?kind=cards&ref=<int:card_id>",
    "evidence/new/?kind=thread&ref=<int:card_id>",
    "letters/<int:card_id>/thread/?order=new",
    "chat/?card=<int:card_id>&to=<int:person_id>",
    "chat/?after=0-0-0-0&since=0",
    "chat/tasks/<int:task_id>/?card=<int:card_id>&seen=1",
    "letters/?direction=in&state=open",
)


def pages() -> Iterator[Address]:
    """Every address outside the API, to be read and to be sent to, and further questions."""
    yield from (Address("GET", question) for question in QUESTIONS)
    for route in _routes(get_resolver("marshrut.config.urls").url_patterns):
        if not route.startswith("api/"):
            yield Address("GET", route)
            yield Address("POST", route)


def _routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route


def operations() -> Iterator[Address]:
    for path, methods in openapi.schema()["paths"].items():
        for method, operation in methods.items():
            yield Address(method.upper(), path.lstrip("/"), operation["operationId"])


_KEY = {"key": "sweep-key-0001"}
#: address -> what its form sends
FORMS: dict[str, Body] = {
    "login/": {"email": "boris@example.ru", "password": "не тот пароль"},
    "login/forgot/": {"email": "boris@example.ru"},
    "login/new-password/": {"password": "длинный пароль"},
    "login/outside/": {},
    "login/passkey": {"credential": "{}"},
    "login/second/": {"code": "000000"},
    "welcome/<slug:secret>/": {"password": "длинный пароль"},
    "logout/": {},
    "hooks/cdek/<slug:secret>/": {"attributes": "{}"},
    "tasks/bulk": {"outcome": "approved", "ids": "1:1,2:1", **_KEY},
    "tasks/<int:task_id>/complete": {"outcome": "yes", "reason": "Моё", **_KEY},
    "tasks/<int:task_id>/take": _KEY,
    "tasks/<int:task_id>/delegate": {"to": "1", "comment": "Моё", **_KEY},
    "tasks/<int:task_id>/forward": {"to": "1", "comment": "Моё", **_KEY},
    "tasks/<int:task_id>/take-back": _KEY,
    "tasks/<int:task_id>/ask-opinion": {"to": "1", "comment": "Моё", **_KEY},
    "tasks/<int:task_id>/add-approver": {"to": "1", "comment": "Моё", **_KEY},
    "tasks/<int:task_id>/undo": _KEY,
    "tasks/bulk/undo": {"ids": "1,2", **_KEY},
    "tasks/<int:task_id>/pause": {"until": "2026-07-03", "reason": "Моё", **_KEY},
    "tasks/<int:task_id>/resume": _KEY,
    "cards/<int:card_id>/edit": {"title": "Моё", "purpose": "Моё", **_KEY},
    "cards/<int:card_id>/comment": {"text": "Моё", **_KEY},
    "cards/<int:card_id>/attach": _KEY,
    "cards/<int:card_id>/papers/<slug:field>/": {"file_kept": "1", "version": "1", **_KEY},
    "cards/<int:card_id>/fill/": {"template": "1", "field": "paper", "version": "1", **_KEY},
    "cards/<int:card_id>/about/<slug:card_type>/": {"title": "Моё", **_KEY},
    "cards/<int:card_id>/library/": {"document": "1", "document_text": "Моё", "version": "1", **_KEY},
    "cards/<int:card_id>/start": _KEY,
    "cards/<int:card_id>/restart": _KEY,
    "cards/<int:card_id>/withdraw": {"reason": "Моё", **_KEY},
    "cards/<int:card_id>/way/check": _KEY,
    "cards/<int:card_id>/move": {"stage": "done", **_KEY},
    "cards/<slug:card_type>/new/": {"title": "Моё", **_KEY},
    "cards/<slug:card_type>/views/": {"name": "Моё"},
    "cards/<slug:card_type>/views/<int:view_id>/remove": {},
    "chat/say": {"card": "1", "card_text": "Моё", "to": "1", "text": "Моё", **_KEY},
    "chat/read": {"ids": "1,2"},
    "absences/new/": {"first": "2026-08-03", "last": "2026-08-16", "reason": "vacation", **_KEY},
    "absences/forecast/": {"first": "2026-08-03", "last": "2026-08-16", "reason": "vacation"},
    "absences/<int:absence_id>/": {"first": "2026-08-03", "last": "2026-08-16", "reason": "vacation"},
    "absences/<int:absence_id>/end": {},
    "companies/new/": {"kind": "legal", "name": "Моё"},
    "companies/sheet/": {"kind": "legal", "name": "Моё"},
    "companies/<int:company_id>/edit/": {"name": "Моё"},
    "companies/import/": {"text": "Название;ИНН\nМоё;7702000004"},
    "companies/import/apply": {},
    "companies/<int:company_id>/contacts/new/": {"contact_text": "Моё", **_KEY},
    "companies/<int:company_id>/contacts/<int:contact_id>/": {"post": "Моё", **_KEY},
    "companies/<int:company_id>/contacts/<int:contact_id>/remove": _KEY,
    "contacts/new/": {"name": "Моё", **_KEY},
    "contacts/<int:contact_id>/edit/": {"name": "Моё", **_KEY},
    "deals/new/": {"title": "Моё", **_KEY},
    "deals/<int:deal_id>/edit/": {"title": "Моё", **_KEY},
    "deals/<int:deal_id>/state/": {"state": "won", **_KEY},
    "projects/new/": {"title": "Моё", **_KEY},
    "projects/<int:project_id>/edit/": {"title": "Моё", **_KEY},
    "projects/<int:project_id>/state/": {"state": "closed", **_KEY},
    "documents/new/": {"kind": "other", **_KEY},
    "documents/folders/": {"name": "Моё"},
    "documents/folders/<int:folder_id>/": {"name": "Моё"},
    "documents/folders/<int:folder_id>/remove/": {},
    "documents/kinds/new/": {"title": "Моё", "kind": "mine"},
    "documents/kinds/<slug:kind_key>/": {"title": "Моё"},
    "documents/kinds/<slug:kind_key>/archive/": {},
    "documents/kinds/<slug:kind_key>/statuses/": {"row": "0", "title-0": "Моё", "color-0": "#5b6472", "initial": "0"},
    "documents/kinds/<slug:kind_key>/numbers/new/": {"template": "{n}-{yyyy}"},
    "documents/kinds/<slug:kind_key>/numbers/<int:rule_id>/": {"template": "{n}-{yyyy}"},
    "documents/kinds/<slug:kind_key>/numbers/<int:rule_id>/remove/": {},
    "documents/kinds/<slug:kind_key>/counter/": {"year": "2026", "last": "5"},
    "documents/<int:document_id>/rename/": {"title": "Моё", **_KEY},
    "documents/<int:document_id>/move/": {"folder": "1", **_KEY},
    "documents/<int:document_id>/dates/": {"signed_on": "2026-07-03", **_KEY},
    "documents/<int:document_id>/status/": {"status": "archived", **_KEY},
    "documents/<int:document_id>/register/": {"on": "2026-07-03", **_KEY},
    "documents/<int:document_id>/void/": {"reason": "Моё", **_KEY},
    "documents/<int:document_id>/remove/": {"reason": "Моё", **_KEY},
    "documents/<int:document_id>/version/": {"note": "Моё", **_KEY},
    "documents/<int:document_id>/link/": {"ref": "1", **_KEY},
    "documents/<int:document_id>/unlink/<slug:place>/<int:ref>/": _KEY,
    "letters/<int:card_id>/link/": {"other": "1", "other_text": "Моё", "kind": "reply", **_KEY},
    "letters/<int:card_id>/unlink/": {"other": "1", **_KEY},
    "evidence/new/": {"since": "2026-07-01", **_KEY},
    "evidence/<int:archive_id>/remove": _KEY,
    "mailboxes/new/": {"name": "Моё", **_KEY},
    "mailboxes/<int:mailbox_id>/": {},
    "mailboxes/<int:mailbox_id>/edit/": {"name": "Моё", **_KEY},
    "mailboxes/<int:mailbox_id>/remove": _KEY,
    "carriers/<slug:code>/": {},
    "carriers/<slug:code>/edit/": {"own_login": "Моё", **_KEY},
    "carriers/<slug:code>/remove": _KEY,
    "unsorted/<int:message_id>/take": _KEY,
    "templates/new/": {"title": "Моё", **_KEY},
    "templates/<int:template_id>/edit/": {"title": "Моё", "version": "1", **_KEY},
    "templates/<int:template_id>/archive": {"version": "1", **_KEY},
    "templates/<int:template_id>/try": {"card": "1", "card_text": "Моё"},
    "org/departments/new/": {"name": "Моё"},
    "org/departments/<int:department_id>/": {"name": "Моё"},
    "org/departments/<int:department_id>/remove": {},
    "org/roles/new/": {"key": "mine", "title_ru": "Моё", "title_en": "Mine"},
    "org/roles/<slug:role_key>/": {"title_ru": "Моё", "title_en": "Mine"},
    "org/roles/<slug:role_key>/assign": {"person": "1"},
    "org/roles/<slug:role_key>/revoke": {"person": "1"},
    "org/people/new/": {"email": "mine@example.ru", "last_name": "Моё", "first_name": "Моё"},
    "org/people/<int:person_id>/edit": {"last_name": "Моё"},
    "org/people/<int:person_id>/hours/": {},
    "org/people/<int:person_id>/password": {"password": "длинный пароль"},
    "org/people/<int:person_id>/dismiss": {},
    "org/people/<int:person_id>/reinstate": {},
    "org/people/<int:person_id>/invite": {},
    "org/people/<int:person_id>/second-factor/reset": {},
    "org/people/<int:person_id>/sessions/end": {},
    "absences/import/": {"text": "e-mail;с;по\nalisa@example.ru;03.08.2026;16.08.2026"},
    "absences/import/apply": {},
    "access/<slug:card_type>/new/": {"who": "everyone", "scope": "all", "may": "view"},
    "access/<slug:card_type>/<int:n>/": {"who": "everyone", "scope": "all", "may": "view"},
    "access/<slug:card_type>/<int:n>/remove": {},
    "access/<slug:card_type>/reset": {},
    "org/import/": {"text": "e-mail;фамилия;имя\nmine@example.ru;Моё;Моё"},
    "org/import/apply": {},
    "promises/prove": {},
    "promises/baseline/": {"answered": "40", "note": "Моё", **_KEY},
    "journals/<slug:book>/export": {"form": "csv"},
    "calendar/schedule/": {},
    "calendar/days": {"day": "2026-07-03", "kind": "off"},
    "calendar/days/remove": {"day": "2026-07-03"},
    "packs/<slug:pack>/settings/": {},
    "notifications/read": {},
    "profile/settings": {"language": "ru"},
    "profile/password": {"old": "x", "new": "y"},
    "profile/outside/": {},
    "profile/outside/remove": {},
    "profile/second-factor/app": {"code": "000000"},
    "profile/second-factor/app/remove": {},
    "profile/second-factor/codes": {},
    "profile/second-factor/passkeys": {"name": "Моё", "credential": "{}"},
    "profile/second-factor/passkeys/options": {},
    "profile/second-factor/passkeys/<int:passkey_id>/remove": {},
    "profile/sessions/end": {},
    "profile/sessions/<slug:session_id>/end": {},
    "prove/": {"password": "не тот пароль"},
    "prove/passkey": {},
    "profile/tokens": {"name": "Моё"},
    "profile/tokens/<int:token_id>/revoke": {},
    "files/preview/": {},
}
#: addresses that only answer
READ_BY_ALL = {
    "",
    "healthz",
    "inbox/",
    "chat/",
    "chat/tasks/<int:task_id>/",
    "absences/",
    "absences/calendar/",
    "absences/import/example/",
    "access/",
    "access/<slug:card_type>/",
    "access/who/",
    "cards/<int:card_id>/access/",
    "login/outside/back",
    "cards/<int:card_id>/mail/",
    "cards/<int:card_id>/registered/",
    "cards/<int:card_id>/sheet/",
    "cards/<int:card_id>/compare/",
    "cards/<int:card_id>/sheet/<int:round_n>.pdf",
    "q/<slug:token>/",
    "cards/<slug:card_type>/export",
    "load/",
    "shipments/",
    "carriers/",
    "skips/",
    "skips/list/",
    "skips/export",
    "control/",
    "control/<slug:what>/",
    "promises/",
    "journals/",
    "journals/<slug:book>/",
    "journals/<slug:book>/print/",
    "org/broken/",
    "org/export",
    "org/exports/",
    "org/import/example/",
    "profile/second-factor/",
    "cards/suggest/",
    "cards/<int:card_id>/",
    "cards/<int:card_id>/shipments/",
    "cards/<int:card_id>/way/",
    "cards/<slug:card_type>/",
    "cards/<slug:card_type>/list/",
    "companies/",
    "companies/<int:company_id>/",
    "org/",
    "org/dismissed/",
    "org/people/<int:person_id>/",
    "calendar/",
    "calendar/hint/",
    "track/check/",
    "packs/",
    "notifications/",
    "notifications/<int:notice_id>/",
    "profile/",
    "files/<int:file_id>/",
    "files/<int:file_id>/text/",
    "files/<int:file_id>/page/<int:number>.webp",
    "live/",
    "palette/",
    "people/suggest/",
    "companies/suggest/",
    "companies/import/example/",
    *(f"companies/<int:company_id>/{tab}/" for tab in TABS),
    "contacts/",
    "contacts/suggest/",
    "contacts/<int:contact_id>/",
    "deals/",
    "deals/suggest/",
    "deals/<int:deal_id>/",
    "projects/",
    "projects/suggest/",
    "projects/<int:project_id>/",
    "documents/",
    "documents/zip/",
    "documents/book/",
    "documents/book/export",
    "documents/kinds/",
    "documents/kinds/<slug:kind_key>/numbers/",
    "documents/kinds/<slug:kind_key>/preview/",
    "documents/<int:document_id>/",
    "documents/<int:document_id>/number/",
    "documents/<int:document_id>/registration.pdf",
    "documents/<int:document_id>/compare/",
    "documents/suggest/",
    "letters/",
    "letters/<int:card_id>/thread/",
    "letters/<int:card_id>/beside/",
    "evidence/",
    "evidence/<int:archive_id>/download",
    "mailboxes/",
    "unsorted/",
    "templates/",
    "templates/fields/",
    "templates/<int:template_id>/",
    "templates/<int:template_id>/file",
    "sw.js",
    "manifest.webmanifest",
    "offline/",
    "ui-kit/",
    "ui-kit/suggest/",
    "ui-kit/track/",
    "ui-kit/page.svg",
    "ui-kit/<slug:name>/",
}
#: operation -> its body
API_BODIES: dict[str, Body] = {
    "check_mailbox": {},
    "create_card": {"type": "note", "fields": {"title": "Моё"}},
    "edit_card": {"fields": {"title": "Моё"}},
    "start_card": {},
    "restart_card": {},
    "withdraw_card": {"reason": "Моё"},
    "move_card": {"to": "done"},
    "comment_card": {"text": "Моё"},
    "attach_file": {"file": None},
    "upload_file": {"file": None},
    "take_task": {},
    "complete_task": {"outcome": "yes", "reason": "Моё"},
    "delegate_task": {"to": 1},
    "forward_task": {"to": 1},
    "take_back_task": {},
    "ask_opinion": {"person": 1, "question": "Моё"},
    "add_approver": {"person": 1},
    "undo_decision": {},
    "import_people": {"file": None},
    "import_absences": {"file": None},
    "set_absence": {"since": "2026-08-03T00:00:00+03:00", "until": "2026-08-16T00:00:00+03:00", "reason": "vacation"},
    "change_absence": {"note": "Моё"},
    "end_absence": {},
    "pause_task": {"until": "2026-07-03T09:00:00+03:00", "reason": "Моё"},
    "resume_task": {},
    "add_company": {"name": "Моё"},
    "edit_company": {"name": "Моё"},
    "import_companies": {"rows": [["Название", "ИНН"], ["Моё", "7702000004"]]},
    "add_contact": {"name": "Моё"},
    "edit_contact": {"name": "Моё"},
    "link_contact": {"post": "Моё"},
    "unlink_contact": {},
    "add_deal": {"title": "Моё"},
    "edit_deal": {"title": "Моё"},
    "set_deal_state": {"state": "won"},
    "add_project": {"title": "Моё"},
    "edit_project": {"title": "Моё"},
    "set_project_state": {"state": "closed"},
    "link_letters": {"other": 1, "kind": "reply"},
    "unlink_letters": {"other": 1},
    "poll_shipment": {},
    "check_carrier": {},
    "ask_evidence": {"kind": "cards", "cards": [1]},
    "remove_evidence": {},
    "add_template": {"title": "Моё", "file": 1},
    "edit_template": {"title": "Моё"},
    "archive_template": {},
    "read_notices": {},
    "set_baseline": {"answered": 40},
    "prove": {},
    "add_document": {"kind": "contract", "file": 1, "title": "Моё"},
    "add_version": {"file": 1, "note": "Моё"},
    "rename_document": {"title": "Моё"},
    "move_document": {"folder": 1},
    "set_status": {"status": "signed", "note": "Моё"},
    "date_document": {"signed_on": "2026-07-02"},
    "register_document": {},
    "void_number": {"reason": "Моё"},
    "link_document": {"place": "company", "ref": 1},
    "unlink_document": {"place": "company", "ref": 1},
    "remove_document": {"reason": "Моё"},
    "add_kind": {"kind": "mine", "title": "Моё"},
    "edit_kind": {"title": "Моё"},
    "archive_kind": {},
    "set_statuses": {"statuses": [{"title": "Моё", "initial": True}]},
    "set_number_rule": {"template": "М-{n}/{yyyy}"},
    "remove_number_rule": {},
    "set_counter": {"year": 2026, "last": 5},
    "add_folder": {"name": "Моё"},
    "rename_folder": {"name": "Моё"},
    "remove_folder": {},
}
