"""Who is in the sweep, and what there is to see.

Every object carries a word of its own in each place that can hold one: fields, file names, file contents, comments,
reasons, names of views, what carriers say.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from marshrut.automation import queries as automation
from marshrut.cards import commands
from marshrut.cards.models import CardContent, Task
from marshrut.channels import commands as channels
from marshrut.channels.deciding import keys
from marshrut.channels.models import Action, Delivery
from marshrut.crm import commands as crm
from marshrut.definitions import commands as definitions
from marshrut.definitions.schema.pack import Pack
from marshrut.documents import commands as documents
from marshrut.edocs.models import EDoc
from marshrut.edocs.source import Act, FileRef, Found, Party, Signer
from marshrut.jobs import worker
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import commands as org
from marshrut.org import revision
from marshrut.org.models import CompanyRole, Department, Person, RoleHolder
from marshrut.rehearsals import commands as rehearsals
from marshrut.shipments.commands import hearing
from marshrut.shipments.models import Shipment
from marshrut.shipments.tracking import TrackEvent
from tests.support import bases
from tests.support.desk import Desk
from tests.support.office import PDF, MovingClock, Office, build, install_pack, password_hash
from tests.support.packs import pack
from tests.support.word_files import docx

from .pack import NOTES
from .policy import PARCELS

WORD = re.compile(r"кнр([a-z_]+)щк")


def word(name: str) -> str:
    return f"кнр{name}щк"


def said(text: str) -> set[str]:
    """Names of the objects whose word is in the text."""
    return set(WORD.findall(text))


@dataclass
class World:
    office: Office
    cards: dict[str, int] = field(default_factory=dict)
    #: one task of each card that was ever open, the last
    tasks: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    view: int = 0
    notice: int = 0
    absence: int = 0
    #: contact, deal, project: every employee sees them
    partners: dict[str, int] = field(default_factory=dict)
    template: int = 0
    #: a phone, what was sent to it, and a button there that decides
    address: int = 0
    delivery: int = 0
    button: str = ""
    rehearsal: int = 0

    def id(self, name: str) -> int:
        return self.office.id(name)


def made() -> World:
    office = build()
    _people(office)
    install_pack(Pack.model_validate(NOTES))
    install_pack(pack("edocs"))
    world = World(office)
    _payments(world)
    _notes(world)
    _given(world)
    _documents(world)
    _letters(world)
    _parcel(world, "parcel_alisa", "alisa", "boris", "80087700000000")
    _parcel(world, "parcel_lab", "lev", "viktor", "12345678901231")
    _edocs(world)
    worker.drain(clock.now())
    _carried(world)
    worker.drain(clock.now())
    _tasks(world)
    _rest(world)
    return world


GIVEN = ("zam", "delegate", "adviser", "granted", "listed")


def _people(office: Office) -> None:
    supply = office.people["boris"].department
    lab = office.people["viktor"].department
    store = Department.objects.create(name="Склад", parent=supply)
    for key, place in (
        ("anna", supply), ("sonya", store), ("stepan", store), ("lev", lab), ("dismissed", lab),
        ("auditor", None), ("process_admin", None),
        *((key, lab) for key in GIVEN),
    ):  # fmt: skip
        person = Person(email=f"{key}@example.ru", last_name=key.title(), first_name="А", department=place)
        person.sort_key = key
        person.password = password_hash()
        person.save()
        office.people[key] = person
    store.head = office.people["stepan"]
    store.save()
    for key in ("auditor", "process_admin"):
        role, _made = CompanyRole.objects.get_or_create(key=key, defaults={"title_ru": key, "title_en": key})
        RoleHolder.objects.create(role=role, person=office.people[key])
    revision.bump()
    org.dismiss_person(Actor.system(), person=office.id("dismissed"))
    office.people["dismissed"].refresh_from_db()


def _file(world: World, name: str, by: str) -> int:
    content = io.BytesIO(PDF + word(name).encode())
    stored = documents.store_file(world.office.actor(by), name=f"{word(name)}.pdf", stream=content)
    world.files[name] = int(stored["id"])
    return world.files[name]


def _payment(world: World, name: str, by: str, *, start: bool = True) -> int:
    said = word(name)
    fields = world.office.fields(purpose=said, note=said, invoice=[_file(world, name, by)])
    card = commands.create_card(world.office.actor(by), card_type="payment_request", fields=fields, start=start)
    world.cards[name] = int(card["card"])
    commands.comment_card(world.office.actor(by), card=world.cards[name], text=said)
    return world.cards[name]


def _payments(world: World) -> None:
    office = world.office
    _payment(world, "pay_alisa", "alisa")
    _payment(world, "pay_draft", "anna", start=False)
    paid = _payment(world, "pay_sub", "sonya")
    office.complete(paid, "approve", "approved", "stepan", reason=word("pay_sub"))
    office.complete(paid, "finance", "confirmed", "finance")
    office.pay(paid)
    office.complete(_payment(world, "pay_lab", "lev"), "approve", "rejected", "viktor", reason=word("pay_lab"))
    back = _payment(world, "pay_withdrawn", "alisa")
    commands.withdraw_card(office.actor("alisa"), card=back, reason=word("pay_withdrawn"))


def _note(world: World, name: str, by: str, reviewer: str, **more: Any) -> int:
    said = word(name)
    fields = {
        "title": said,
        "body": said,
        "reviewer": world.id(reviewer),
        "paper": [_file(world, name, by)],
        **more,
    }
    world.cards[name] = int(commands.create_card(world.office.actor(by), card_type="note", fields=fields)["card"])
    commands.comment_card(world.office.actor(by), card=world.cards[name], text=said)
    return world.cards[name]


def _notes(world: World) -> None:
    _note(world, "note_alisa", "alisa", "boris")
    lab = _note(world, "note_lab", "lev", "viktor")
    _note(world, "note_chief", "chief", "anna")
    # Соня may not see the note hers is about: it was put there while she still could
    linked = _note(world, "note_link", "sonya", "sonya")
    content = CardContent.objects.system("a link to what its author may not see any more").filter(pk=linked)
    content.update(fields={**content.get().fields, "about": lab})
    world.office.complete(lab, "check", "yes", "viktor", reason=word("note_lab"))


def _given(world: World) -> None:
    """Substitution, delegation, an opinion, and rows of access that the company wrote itself."""
    office = world.office
    org.set_absence(
        office.actor("sonya"),
        person=world.id("sonya"),
        since=clock.now() - timedelta(hours=1),
        until=clock.now() + timedelta(days=10),
        reason="sick_leave",
        note=word("away_sonya"),
        substitutes=[{"person": world.id("zam")}],
    )
    asked = {name: office.task(world.cards[name], "check").pk for name in ("note_alisa", "note_chief")}
    commands.delegate_task(
        office.actor("boris"), task=asked["note_alisa"], to=world.id("delegate"), reason=word("note_alisa")
    )
    commands.ask_opinion(
        office.actor("anna"), task=asked["note_chief"], person=world.id("adviser"), question=word("note_chief")
    )
    rows = [{"scope": "all", **row} for row in NOTES["card_types"][0]["access"]]
    supply = office.people["boris"].department_id
    rows.append({"who": f"person:{world.id('granted')}", "may": ["view"], "scope": "all", "stages": ["done"]})
    rows.append(
        {"who": f"person:{world.id('listed')}", "may": ["view"], "scope": "departments", "departments": [supply]}
    )
    definitions.set_grants(office.actor("admin"), card_type="note", grants=rows)


def _documents(world: World) -> None:
    documents.install_kinds(Actor.system())
    admin = world.office.actor("admin")
    documents.add_kind(admin, kind="secret", title="Для аудиторов", readers=["role:auditor"], keepers=["role:auditor"])
    _partners(world)
    file = documents.store_file(admin, name="Шаблон.docx", stream=io.BytesIO(docx("{{ title }} {{ amount }}")))["id"]
    world.template = int(documents.add_template(admin, title="Шаблон", file=file)["id"])
    assert world.office.company is not None
    _document(world, "doc_open", "sonya", "contract", [("company", world.office.company.pk)])
    _document(world, "doc_lab", "lev", "secret")
    _document(world, "doc_card", "alisa", "secret", [("card", world.cards["note_alisa"])])


def _letters(world: World) -> None:
    _letter(world, "letter_alisa", "alisa", "boris")
    lab = _letter(world, "letter_lab", "lev", "viktor")
    # put there by somebody who saw both
    content = CardContent.objects.system("a link to what its author may not see").filter(pk=lab)
    content.update(fields={**content.get().fields, "answers": world.cards["letter_alisa"]})


def _letter(world: World, name: str, by: str, executor: str) -> int:
    said, actor, company = word(name), world.office.actor(by), world.office.company
    assert company is not None
    file = documents.store_file(actor, name=f"{said}.docx", stream=io.BytesIO(docx(f"{said} письмо")))["id"]
    world.files[name] = int(file)
    fields = {
        "subject": said,
        "paper": [world.files[name]],
        "partner": company.pk,
        "project": world.partners["project"],
        "their_number": said,
        "their_date": "2026-06-30",
        "executor": world.id(executor),
        "body": said,
    }
    world.cards[name] = int(commands.create_card(actor, card_type="missive", fields=fields)["card"])
    commands.comment_card(actor, card=world.cards[name], text=said)
    return world.cards[name]


def _parcel(world: World, name: str, by: str, receiver: str, number: str) -> None:
    said, actor = word(name), world.office.actor(by)
    fields = {"what": said, "way": "post", "track_number": number, "receiver": world.id(receiver)}
    world.cards[name] = int(commands.create_card(actor, card_type="parcel", fields=fields)["card"])
    commands.comment_card(actor, card=world.cards[name], text=said)


def _carried(world: World) -> None:
    """What a carrier says of each parcel, word by word."""
    for name in PARCELS:
        row = Shipment.objects.get(card=world.cards[name])
        said = TrackEvent("1", clock.now(), "8/0", word(name), "in_transit", place=word(name))
        hearing.hear(row, [said], "russian_post", clock.now())
        row.save()


def _edocs(world: World) -> None:
    """Of one company as 1C knows it, and of one that nobody does: names of those are seen by whoever sorts them."""
    assert world.office.company is not None
    known = Party("known", "ООО", world.office.company.inn, world.office.company.kpp)
    desk = Desk(world.office, MovingClock(clock.now().isoformat()), 0)
    with bases.answering():
        for name, owner, manager, party in (
            ("edoc_alisa", "alisa", "boris", known),
            ("edoc_lab", "lev", "viktor", Party("strange", "ООО «Неизвестное»")),
        ):
            bases.connect(desk.office, owner, owner=world.id(owner))
            bases.say(_edoc(word(name), party, f"{manager}@example.ru"), base=owner, lane="first")
            world.cards[name] = EDoc.objects.get(number=word(name)).card


def _edoc(said: str, party: Party, responsible: str) -> Found:
    """Its word is in everything that a base says of a document."""
    return bases.paper(
        said,
        number=said,
        counterparty=party,
        status="rejected",
        raw_status=said,
        reason=said,
        comment=said,
        contract=said,
        bases=(said,),
        url=f"https://operator.example.ru/{said}",
        responsible=responsible,
        signers=(Signer("theirs", said, said),),
        acts=(Act("1", "rejected", clock.now(), "theirs", said, said, said),),
        files=(FileRef("place", said, f"{said}.pdf"),),
    )


def _partners(world: World) -> None:
    actor, company = world.office.actor("alisa"), world.office.company
    assert company is not None
    made = {
        "contact": crm.add_contact(actor, name="Ольга", company=company.pk),
        "deal": crm.add_deal(actor, title="Сделка", company=company.pk),
        "project": crm.add_project(actor, title="Проект", companies=[company.pk]),
    }
    world.partners = {what: int(one["id"]) for what, one in made.items()}


def _document(world: World, name: str, by: str, kind: str, links: Sequence[tuple[str, int]] = ()) -> None:
    """Two versions, so that there is something to compare; its word is in titles, notes, names and texts of files."""
    actor, said = world.office.actor(by), word(name)
    first, second = (_paper(actor, said, text) for text in ("первая", "вторая"))
    made = documents.add_document(actor, kind=kind, file=first, title=said, note=said, links=links)
    world.documents[name] = int(made["id"])
    documents.add_version(actor, document=world.documents[name], file=second, note=said)
    world.files[name] = second


def _paper(actor: Actor, said: str, text: str) -> int:
    stored = documents.store_file(actor, name=f"{said}.docx", stream=io.BytesIO(docx(f"{said} {text}")))
    return int(stored["id"])


def _tasks(world: World) -> None:
    for name, card in world.cards.items():
        task = Task.objects.system("sweep").filter(card_id=card).order_by("-id").first()
        if task is not None:
            world.tasks[name] = task.pk


def _rest(world: World) -> None:
    anna = world.office.actor("anna")
    _file(world, "file_anna", "anna")
    name = word("view_anna")
    world.view = commands.save_view(anna, card_type="payment_request", name=name, query="q=1", shared=False)
    world.notice = automation.notices(world.office.actor("boris"))[0].id
    found = org.set_absence(
        anna,
        person=world.id("anna"),
        since=clock.now() + timedelta(days=30),
        until=clock.now() + timedelta(days=40),
        reason="sick_leave",
        note=word("absence"),
    )
    world.absence = int(found["absence"])
    played = rehearsals.rehearse(world.office.actor("lev"), card=world.cards["note_lab"], silent=[world.id("viktor")])
    world.rehearsal = int(played["rehearsal"])
    _phones(world)


def _phones(world: World) -> None:
    """Nothing is sent: the channel is off. Nobody is shown its secret; a phone its owner and administrators are."""
    admin = world.office.actor("admin")
    channels.set_channel(admin, channel="telegram", active=False, settings={}, secrets={"token": word("secret")})
    label = word("phone_anna")
    found = channels.add_address(Actor.system(), person=world.id("anna"), channel="telegram", address="1", label=label)
    world.address = int(found["address"])
    now = clock.now()
    row = Delivery.objects.create(
        person_id=world.id("anna"), channel="telegram", address_id=world.address, state="failed", why="gone",
        said=label, at=now, ended_at=now,
    )  # fmt: skip
    world.delivery = row.pk
    world.button, digest = keys.new()
    task = Task.objects.system("sweep").get(pk=world.tasks["pay_alisa"])
    Action.objects.create(
        digest=digest, delivery=row, person_id=world.id("boris"), channel="telegram", card_id=task.card_id,
        task_id=task.pk, edition=1, outcome="approved", made_at=now, expires_at=now + timedelta(days=14),
    )  # fmt: skip
