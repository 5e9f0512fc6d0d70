"""E-documents and bases of 1C at the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from marshrut.edocs import queries
from marshrut.edocs.models import Base, EDoc
from marshrut.kernel.outside import Step
from tests.support import bases
from tests.support.bases import PASSWORD, Answers
from tests.support.desk import Desk
from tests.support.edocs import office_of_edocs
from tests.support.office import MovingClock

from .program import Program

ADDRESS = "address=https://1c.example.ru/bp"


@pytest.fixture
def answers() -> Iterator[Answers]:
    with bases.answering() as there:
        yield there


@pytest.fixture
def desk(db: None, now: MovingClock, answers: Answers) -> Desk:
    return office_of_edocs(now)


@pytest.fixture
def marshrut(desk: Desk) -> Program:
    return Program()


def test_a_base_is_connected_checked_and_forgotten(
    marshrut: Program, desk: Desk, answers: Answers, tmp_path: Path
) -> None:
    assert "login" in marshrut.refused("base", "set", "main", "--title", "Б", "--keep-secrets", by="admin")
    new = ("base", "set", "main", "--title", "Бухгалтерия", "--setting", ADDRESS, "--overdue", "contract=7,9")
    marshrut.done(*new, "--owner", "alisa@example.ru", by="admin", typed=f"Обмен\n{PASSWORD}\n\n")
    account = queries.account("main")
    assert account is not None
    assert account.secrets == {"login": "Обмен", "password": PASSWORD}
    (told,) = marshrut.json("base", "list")
    assert (told["owner_id"], PASSWORD in str(told)) == (desk.office.id("alisa"), False)
    assert Base.objects.get().overdue["contract"] == {"warn": 7, "critical": 9}
    file = tmp_path / "mapping.yaml"
    file.write_text("like: bp30_bed19\n", encoding="utf-8")
    marshrut.done("base", "set", "main", "--mapping", file, "--keep-secrets", by="admin")
    assert Base.objects.get().settings["mapping"] == "like: bp30_bed19"
    file.write_text("like: ерунда\n", encoding="utf-8")
    assert "непонятно" in marshrut.refused("base", "set", "main", "--mapping", file, "--keep-secrets", by="admin")
    answers.steps = [Step("in", "Вход", "bad", "Не пускает", "Проверьте пароль")]
    failed = marshrut.run("base", "check", "main")
    assert failed.exit_code == 1
    assert "Проверьте пароль" in failed.stdout
    marshrut.done("base", "set", "main", "--keep-secrets", "--off")
    assert queries.account("main") is None
    marshrut.done("base", "remove", "main")
    assert "нет" in marshrut.refused("base", "remove", "main")
    assert "contract=5,7" in marshrut.refused("base", "set", "main", "--overdue", "contract=5", code=2)


def test_readings_are_asked_for_and_listed(marshrut: Program, desk: Desk, answers: Answers) -> None:
    bases.connect(desk.office)
    bases.say(bases.found("1", status="unknown", raw_status="НаСогласованииУЮриста"), lane="first", desk=desk)
    assert "Первое" in marshrut.done("base", "runs", "main")
    assert "НаСогласованииУЮриста" in marshrut.done("base", "oddities", "main")
    assert marshrut.done("base", "refresh", "main", "--lane", "open")
    desk.settle()
    assert answers.runs[-1][:2] == ("main", "open")
    for act in ("check", "refresh", "runs", "oddities", "remove"):
        assert "нет" in marshrut.refused("base", act, "missing")
    for act in ("check", "runs", "oddities", "remove"):
        assert marshrut.refused("base", act, "main", by="viktor")


def test_documents_are_listed_shown_and_asked_about(marshrut: Program, desk: Desk, answers: Answers) -> None:
    bases.connect(desk.office)
    bases.say(bases.signed(bases.found("1")), bases.found("2"), lane="first", desk=desk)
    one, two = EDoc.objects.order_by("number").values_list("card", flat=True)
    assert "Вектор" in marshrut.done("edoc", "list", by="lawyer")
    assert [row["card"] for row in marshrut.json("edoc", "list", "--tab", "signed", by="lawyer")] == [one]
    assert marshrut.json("edoc", "list", "--kind", "contract", by="lawyer") == []
    assert marshrut.json("edoc", "list", by="viktor") == []
    said = marshrut.done("edoc", "show", one, by="lawyer")
    assert "Иванова" in said
    assert "Принято" in said
    assert marshrut.done("edoc", "refresh", two, by="lawyer")
    assert "полминуты" in marshrut.refused("edoc", "refresh", two, by="lawyer")
    for act in ("show", "refresh"):
        assert "нет" in marshrut.refused("edoc", act, one, by="viktor")


def test_parties_and_documents_are_put_where_they_belong(marshrut: Program, desk: Desk) -> None:
    bases.connect(desk.office)
    bases.say(bases.found("1"), lane="first", desk=desk)
    card = EDoc.objects.get().card
    assert "7728168971" in marshrut.done("edoc", "parties", by="admin")
    assert "1" in marshrut.done("edoc", "link-party", "main", "party-1", desk.partner(), by="admin")
    assert EDoc.objects.get().company_id == desk.partner()
    assert marshrut.done("edoc", "refresh-company", desk.partner(), by="lawyer")
    marshrut.done("edoc", "link", card, "--manager", "boris@example.ru", by="chief")
    assert EDoc.objects.get().manager_id == desk.office.id("boris")
    assert "нет" in marshrut.refused("edoc", "link", card, "--manager", "boris@example.ru", by="viktor")
