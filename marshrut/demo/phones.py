"""The phones of the demo company: its messengers are the training ones, and some people have linked theirs already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.conf import settings

from marshrut.channels import commands as channels
from marshrut.kernel.actor import Actor

from .messengers.world import World

#: above it people decide in the portal
LIMIT: Final = Decimal(1_000_000)
#: messenger -> whose account is linked; the others have a phone, too, and link it themselves
LINKED: Final[Mapping[str, tuple[str, ...]]] = {
    "telegram": ("zhukov", "krylova", "ershov", "sokolova", "orlova"),
    "max": ("fedorova", "melnikova"),
}
#: who can be played on the training phone
PHONES: Final = (*LINKED["telegram"], *LINKED["max"], "titov", "zaitseva", "aksyonova", "gromova")


def connect(admin: Actor, people: Mapping[str, int], names: Mapping[str, str]) -> None:
    """Nothing where no training phone is run."""
    folder = settings.HOME / "training-phone"
    if not (folder / "port").exists():
        return
    place = f"http://127.0.0.1:{(folder / 'port').read_text()}"
    accounts = {login: str(2001 + number) for number, login in enumerate(PHONES)}
    for network in World().networks:
        channels.set_channel(
            admin,
            channel=network.code,
            settings={"address": f"{place}/{network.code}", "links": place, "hook": ""},
            secrets={"token": network.token},
            limit_sum=LIMIT,
        )
        for login in LINKED[network.code]:
            number, name = accounts[login], names[login]
            channels.add_address(
                Actor.system("demo"), person=people[login], channel=network.code, address=number, label=name
            )
    channels.set_defaults(admin, quiet={"kind": "none"})  # the demo is tried at any hour
    cast = {
        network.code: {
            number: {"name": names[login], "started": login in LINKED[network.code]}
            for login, number in accounts.items()
        }
        for network in World().networks
    }
    (folder / "people.json").write_text(json.dumps(cast, ensure_ascii=False))
