"""A rehearsal at the console."""

from __future__ import annotations

from tests.support.office import Office

from .program import Program


def test_a_route_is_played(marshrut: Program, office: Office) -> None:
    ask = ("rehearse", "payments", "payment_request", "--hours", 1)
    assert "Новое задание" in marshrut.done(*ask)
    found = marshrut.json(*ask, "--silent", "boris@example.ru", "--seed", 7)
    assert found["asked"]["silent"] == [office.id("boris")]
    assert "/rehearsals/" in marshrut.done(*ask, "--cards", 60)
    assert marshrut.run("rehearse", "errands", "payment_request").exit_code
