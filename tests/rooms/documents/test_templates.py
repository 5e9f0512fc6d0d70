"""Templates in the room: who tends them, what is looked at before they are kept, history."""

from __future__ import annotations

import io

import pytest

from marshrut.documents import blobs, commands, queries
from marshrut.history.models import Event
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support import company
from tests.support.company import acting
from tests.support.hostile_files import page_pdf
from tests.support.kinds import shipped
from tests.support.word_files import paper

WORD = paper("{{ a }} {{ b.c }}")


def file(actor: Actor, content: bytes = WORD, name: str = "Договор.docx") -> int:
    return int(commands.store_file(actor, name=name, stream=io.BytesIO(content))["id"])


@pytest.fixture
def admin(office: company.Company) -> Actor:
    shipped()
    return acting(office.admin)


def test_a_keeper_tends_templates_of_the_own_kind(office: company.Company, admin: Actor) -> None:
    alice = acting(office.alice)
    own = "order"
    commands.edit_kind(admin, kind=own, keepers=[f"person:{office.alice}"])
    made = commands.add_template(alice, title="Письмо", file=file(alice), kind=own)
    assert made["fields"] == ["a", "b.c"]
    for foreign in ("contract", ""):
        with pytest.raises(Forbidden):
            commands.add_template(alice, title="Договор", file=file(alice), kind=foreign)
        with pytest.raises(Forbidden):
            commands.edit_template(alice, template=made["id"], kind=foreign)
    assert [key for key, _title in queries.template_kinds(alice)] == [own]
    other = commands.add_template(admin, title="Договор", file=file(admin), kind="contract")["id"]
    with pytest.raises(Forbidden):
        commands.archive_template(alice, template=other)
    assert {one.id: one.may_edit for one in queries.templates(alice)} == {made["id"]: True, other: False}


def test_what_cannot_be_a_template(admin: Actor, office: company.Company) -> None:
    broken = {"x.pdf": page_pdf(), "x.docx": b"PK\x03\x04" + bytes(100), "y.docx": paper("{{ a.b() }}")}
    for name, content in broken.items():
        with pytest.raises(Invalid) as refusal:
            commands.add_template(admin, title="т", file=file(admin, content, name))
        assert set(refusal.value.fields) == {"file"}
    foreign = file(acting(office.alice))
    for wrong in (foreign, 999_999):
        with pytest.raises(Invalid):
            commands.add_template(admin, title="т", file=wrong)
    for title in (" ", "я" * 201):
        with pytest.raises(Invalid):
            commands.add_template(admin, title=title, file=file(admin))
    for unknown in ({"kind": "nothing"}, {"card_type": "nothing"}):
        with pytest.raises(NotFound):
            commands.add_template(admin, title="т", file=file(admin), **unknown)
    assert queries.templates(admin) == ()


def test_changes_are_seen_and_written_down(admin: Actor) -> None:
    template = commands.add_template(admin, title="Договор", file=file(admin))["id"]
    assert commands.edit_template(admin, template=template, title="Иначе", version=1)["version"] == 2
    with pytest.raises(Conflict):
        commands.edit_template(admin, template=template, title="Ещё", version=1)
    with pytest.raises(Conflict):
        commands.archive_template(admin, template=template, version=1)
    commands.archive_template(admin, template=template, version=2)
    assert commands.archive_template(admin, template=template)["version"] == 3
    kinds = Event.objects.filter(subject="documents", kind__startswith="documents.template").order_by("seq")
    assert [one.kind.rpartition("_")[2] for one in kinds] == ["added", "edited", "archived"]
    with pytest.raises(NotFound):
        commands.edit_template(admin, template=999, title="x")


def test_a_template_of_a_lost_file_says_so(admin: Actor) -> None:
    template = commands.add_template(admin, title="Договор", file=file(admin, paper("единственный")))["id"]
    blobs.path_of(queries.template(admin, template).file.sha256).unlink()
    assert queries.template_fields(admin, template).why == "broken"
    with pytest.raises(Invalid):
        queries.filled_template(admin, template, {})
    with pytest.raises(NotFound):
        queries.filled_template(admin, 999, {})
