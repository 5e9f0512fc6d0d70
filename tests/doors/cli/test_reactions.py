"""Reactions at the console."""

from __future__ import annotations

from marshrut.automation.models import Reaction
from tests.support.office import Office

from .program import Program


def test_reactions(marshrut: Program, office: Office) -> None:
    marshrut.done("reaction", "add", "task", "--event", "overdue", "--whom", "manager", "--kind", "act", "--days", "2")
    made = Reaction.objects.get()
    assert (made.kinds, made.settings) == (["act"], {"whom": "manager", "days": 2})
    assert "подпись просрочена" in marshrut.done("reaction", "list")
    marshrut.done("reaction", "edit", made.pk, "--once")
    marshrut.done("reaction", "off", made.pk)
    assert marshrut.json("reaction", "list")[0]["active"] is False
    marshrut.done("reaction", "on", made.pk)
    assert marshrut.json("reaction", "log") == []
    marshrut.refused("reaction", "try", 999999)
    marshrut.refused("reaction", "edit", made.pk, "--whom", "king")
    marshrut.refused("reaction", "list", by="boris")
    marshrut.done("reaction", "remove", made.pk)
    marshrut.refused("reaction", "on", made.pk)
