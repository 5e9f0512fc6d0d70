"""What operations on channels and on where notices come need to succeed."""

from __future__ import annotations

from typing import Any

from marshrut.automation.models import Notification
from marshrut.channels.models import Delivery
from marshrut.jobs import worker
from marshrut.kernel import clock
from tests.support import pigeons
from tests.support.office import Office

BODIES: dict[str, dict[str, Any]] = {
    "switch_channel": {"on": False},
    "set_defaults": {"minutes": 3},
    "set_preference": {"digest": ["08:30"]},
    "send_test": {"channel": "pigeon"},
    "unlink_all": {},
}
OF_ADMINISTRATORS = {
    "list_channels", "read_channel", "check_channel", "switch_channel", "read_channel_rules", "set_defaults",
    "list_deliveries", "retry_delivery",
}  # fmt: skip
OF_CHANNELS = {
    *OF_ADMINISTRATORS, "list_notice_addresses", "unlink_address", "unlink_all", "read_notice_choices",
    "set_preference", "send_test", "read_notice_deliveries",
}  # fmt: skip


def who(name: str) -> str:
    """Whoever reads where a notice went is who got it."""
    return "admin" if name in OF_ADMINISTRATORS else "boris"


def lay(office: Office, name: str, ids: dict[str, Any]) -> dict[str, Any] | None:
    """A channel where the head is found, and a message that did not arrive; answers with a body that fits."""
    pigeons.connect(office)
    address = pigeons.found(office, "boris")
    worker.drain(clock.now())
    notice = Notification.objects.filter(person_id=office.id("boris")).latest("pk")
    failed = Delivery.objects.create(
        notice=notice.pk, person_id=office.id("boris"), channel="pigeon", address=address, n=9, state="failed",
        why="silent", group="decisions", at=clock.now(),
    )  # fmt: skip
    ids.update(channel="pigeon", address=address.pk, notice=notice.pk, delivery=failed.pk)
    return BODIES.get(name)
