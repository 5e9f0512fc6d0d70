"""Many people who follow one card from their phones: for what happens when all of them are told at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from marshrut.automation import commands as automation
from marshrut.automation.notices import Message
from marshrut.cards.models import Participant
from marshrut.channels import commands
from marshrut.channels.models import Address, Defaults
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import revision
from marshrut.org.models import Person

from .messengers import Messenger, Messengers
from .office import Office, build, password_hash

CHANNEL = "telegram"
ROBOT = Actor.robot("notices")


@dataclass(frozen=True)
class Crowd:
    office: Office
    messenger: Messenger
    card: int
    people: tuple[int, ...]

    def tell(self, people: Sequence[int] | None = None, *, about: str = "comment", mark: str = "") -> list[int]:
        """Something about the card, told to everybody. Returns the notices."""
        return [self._tell(person, about, mark) for person in people or self.people]

    def _tell(self, person: int, about: str, mark: str) -> int:
        title, text = "Новости карточки ЗО-1", f"Алиева А.: завтра склад закрыт. {mark}".strip()
        message, dedup = Message(title, text, self.card, None), f"crowd:{about}:{person}:{mark}"
        return automation.deliver_notice(ROBOT, person=person, about=about, message=message, dedup=dedup)

    def received(self, person: int) -> list[str]:
        return [one.text for one in self.messenger.messages(name(person))]


def name(person: int) -> str:
    return f"Сотрудник {person}"


def gather(messengers: Messengers, many: int) -> Crowd:
    """An office, so many more people with linked phones, and Борис who decides from his. Nothing is quiet."""
    settings.EGRESS_ALLOW = frozenset({messengers.place})
    office, messenger = build(), messengers.telegram
    given = {"settings": {"address": messenger.url}, "secrets": {"token": messenger.token}}
    commands.set_channel(office.actor("admin"), channel=CHANNEL, **given)  # type: ignore[arg-type]
    Defaults.objects.create(order=[CHANNEL], quiet={"kind": "none"}, matrix={"talk": {CHANNEL: "now"}})
    card = office.request()
    rows = [
        Person(email=f"{n}@crowd.ru", last_name=f"Сотрудник{n}", first_name="Иван", password=password_hash())
        for n in range(many)
    ]
    people = [one.pk for one in Person.objects.bulk_create(rows, batch_size=1000)]
    revision.bump()
    Participant.objects.system("test").bulk_create(
        [Participant(card_id=card, person_id=person) for person in people], batch_size=1000
    )
    for person in (*people, office.id("boris")):
        messenger.start(name(person))
    Address.objects.bulk_create(
        [
            Address(
                person_id=person, channel=CHANNEL, address=str(messenger.user(name(person)).id), label="И***",
                linked_at=clock.now(),
            )
            for person in (*people, office.id("boris"))
        ],
        batch_size=1000,
    )  # fmt: skip
    messenger.network.told = messenger.network.happenings[-1].uid  # nobody is listening to their greetings
    return Crowd(office, messenger, card, tuple(people))
