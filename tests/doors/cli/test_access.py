"""Access at the console and in the API."""

from __future__ import annotations

import json
from pathlib import Path

from marshrut.definitions import queries
from tests.support.office import Office

from .program import Program


def test_what_is_shown_can_be_changed_and_put_back(marshrut: Program, office: Office, tmp_path: Path) -> None:
    rows = marshrut.json("access", "show", "payment_request")
    assert rows[0] == {"who": "everyone", "may": ["create"], "scope": "all"}
    assert "role:director" in marshrut.done("access", "show", "payment_request")
    file = tmp_path / "rows.json"
    file.write_text(json.dumps([*rows, {"who": "role:director", "may": ["decide"], "scope": "all"}]), encoding="utf-8")
    assert "Сохранено" in marshrut.done("access", "set", "payment_request", str(file), by="admin")
    assert "не изменилось" in marshrut.done("access", "set", "payment_request", str(file), by="admin")
    assert queries.access_table("payment_request").grants[-1].may == ("decide",)
    assert "Сохранено" in marshrut.done("access", "reset", "payment_request")
    assert "не изменилось" in marshrut.done("access", "reset", "payment_request")


def test_nobody_gives_rights_to_themselves(marshrut: Program, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    rows = marshrut.json("access", "show", "payment_request")
    file.write_text(json.dumps([*rows, {"who": "everyone", "may": ["view"], "scope": "all"}]), encoding="utf-8")
    said = marshrut.refused("access", "set", "payment_request", str(file), by="admin")
    assert "Себе права не дают" in said
    assert "Сохранено" in marshrut.done("access", "set", "payment_request", str(file))


def test_refusals_are_sentences(marshrut: Program, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    file.write_text('[{"who": "everyone", "may": ["view"], "scope": "all"}]', encoding="utf-8")
    assert "Создавать карточки не смог бы никто" in marshrut.refused("access", "set", "payment_request", str(file))
    assert "нет прав" in marshrut.refused("access", "set", "payment_request", str(file), by="boris")
    file.write_text('[{"who": "friends", "may": ["view"]}]', encoding="utf-8")
    assert "0.who" in marshrut.refused("access", "set", "payment_request", str(file))
    for wrong in ("{", "{}", "[1]"):
        file.write_text(wrong, encoding="utf-8")
        marshrut.refused("access", "set", "payment_request", str(file), code=2)
    assert marshrut.refused("access", "show", "nothing")


def test_who_sees_a_card(marshrut: Program, office: Office) -> None:
    card = office.request()
    found = marshrut.json("access", "who", card, "ops@example.ru", by="admin")
    assert found["sees"]
    assert [row["who"] for row in found["opened_by"]] == ["role:operations_manager"]
    assert "Не видит" in marshrut.done("access", "who", card, "viktor@example.ru", by="admin")
    assert "нет прав" in marshrut.refused("access", "who", card, "ops@example.ru", by="boris")
