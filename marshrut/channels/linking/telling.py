"""The person is told in the portal whenever an account is linked: were it not them, they would know at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from marshrut.automation import house
from marshrut.jobs import effects

from ..queries.channels import title_of

LINKED: Final = "channel_linked"


def register() -> None:
    house.also(LINKED, linked)


def tell(person: int, channel: str, ticket: int) -> None:
    """In the caller's transaction."""
    payload = {"person": person, "notice": LINKED, "channel": channel}
    effects.enqueue([effects.row(house.EFFECT, f"{LINKED}:{ticket}", payload=payload)])


def linked(_person: int, payload: Mapping[str, Any]) -> tuple[str, str]:
    title = _("An account is linked to you: {channel}").format(channel=title_of(payload["channel"]))
    return title, _("Was it not you? Press “Unlink everything” there and change your password.")
