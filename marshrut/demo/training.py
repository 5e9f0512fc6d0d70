"""The 1C of the demo company: a base that the training server answers for, and the people and firms it knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.conf import settings

from marshrut.edocs import commands as edocs
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from .company import PEOPLE, US
from .onec.server import LOGIN, PASSWORD
from .partners import PARTNERS
from .script import orders

#: who looks after documents of firms that nobody knows
OWNER: Final = "zaitseva"
#: who wrote the documents in 1C
USERS: Final = ("gromova", "shestakov", "orlova", "zakharov")
#: with whom papers are signed electronically; the last two are firms that only 1C knows
PARTIES: Final = ("shelf", "expo", "store", "media", "glass", "carton", "fill", "photo", "audit")
STRANGERS: Final = (("ООО «Новая заводь»", "5399002237", "539901001"), ("ИП Без Реквизитов", "123", ""))
#: whose final task is closed by the signature (A0.6)
ORDER: Final = "2611-019"


def connect(admin: Actor, people: Mapping[str, int]) -> None:
    """The base is asked by the workers; nothing where no training server is run."""
    folder = settings.HOME / "training-1c"
    if not (folder / "port").exists():
        return
    (folder / "firms.json").write_text(json.dumps(_firms(), ensure_ascii=False))
    since = clock.now() - timedelta(days=60)
    edocs.set_base(
        admin,
        base="training",
        title="Учебная 1С",
        source="onec",
        owner=people[OWNER],
        every=1,
        settings={"address": f"http://127.0.0.1:{(folder / 'port').read_text()}/bp", "from_date": f"{since:%Y-%m-%d}"},
        secrets={"login": LOGIN, "password": PASSWORD},
    )


def _firms() -> dict[str, object]:
    known = {one.key: one for one in PARTNERS}
    names = {one.login: f"{one.last} {one.first} {one.middle}" for one in PEOPLE}
    customer = next(one.customer for one in orders() if one.number == ORDER)
    return {
        "ours": (US.name, US.inn, US.kpp),
        "partners": [*((known[key].name, known[key].inn, known[key].kpp) for key in PARTIES), *STRANGERS],
        "users": [names[login] for login in USERS],
        "orders": [(ORDER, known[customer].inn)],
    }
