"""Deliveries that did not arrive in time, so that the next channel is asked (A4.15)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from marshrut.kernel import clock

from ..models import Defaults, Delivery
from ..rules.groups import PRESSING

USUAL = 5
MOST = 500


def late() -> list[int]:
    """Those tried first so many minutes ago; and what somebody waits for that might go since, but was never tried."""
    minutes = Defaults.objects.values_list("minutes", flat=True).first() or USUAL
    since = clock.now() - timedelta(minutes=minutes)
    waiting = Delivery.objects.filter(state__in=("queued", "sending", "retry"), passed_on=False, together=None)
    untried = Q(tried_at=None, group__in=PRESSING, kind="notice")
    old = Q(tried_at__lt=since) | untried & (Q(next_at=None, at__lt=since) | Q(next_at__lt=since))
    return list(waiting.filter(old).order_by("pk").values_list("pk", flat=True)[:MOST])
