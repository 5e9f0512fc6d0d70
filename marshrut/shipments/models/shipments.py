"""A shipment is a card that is followed; its events are what the carrier said of its number."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..rules.statuses import LEGS, SAID, STATUSES

#: of the card: not set out yet, on its way, ended well, ended otherwise
PHASES = ["draft", "open", "success", "failure"]


class Shipment(models.Model):
    card = models.BigIntegerField(unique=True)
    type = models.TextField(db_collation="C")
    #: visit of the card it was looked at in last
    visit = models.IntegerField(default=0)
    #: the card it belongs to
    about = models.BigIntegerField(null=True, db_index=True)
    #: the carrier as a company
    company_id = models.BigIntegerField(null=True)
    #: "to_us", "from_us" or ""
    direction = models.TextField(db_collation="C", default="", blank=True)
    way = models.TextField(db_collation="C", default="", blank=True)
    number = models.TextField(default="", blank=True)
    #: code of the provider whose way it is; "" when nobody can be asked
    provider = models.TextField(db_collation="C", default="", blank=True)

    status = models.TextField(db_collation="C", default="unknown")
    leg = models.TextField(db_collation="C", default="forward")
    #: the last event: carrier's time, words and place
    last_at = models.DateTimeField(null=True)
    last_text = models.TextField(default="", blank=True)
    last_place = models.TextField(default="", blank=True)
    #: where the stage of its card stands: "arrived" and "trouble" are those such a signal leads to
    place = models.TextField(db_collation="C", default="", blank=True)
    #: code of what a person must look at, and the visit it was told in; "" when there is nothing
    trouble = models.TextField(db_collation="C", default="", blank=True)
    trouble_visit = models.IntegerField(default=0)

    #: of what nothing comes a person was told once: "not_found", "too_long"
    gave_up = models.TextField(db_collation="C", default="", blank=True)

    #: counts news; those up to `told` the card knows
    change = models.IntegerField(default=0)
    told = models.IntegerField(default=0)
    #: signal of the last news, "" when it is only written down; `heard`: a stage waited for it
    signal = models.TextField(db_collation="C", default="", blank=True)
    heard = models.BooleanField(default=True)

    #: business time, as all times here but `lease_until`; None: is not asked about any more
    next_poll_at = models.DateTimeField(null=True)
    #: somebody wants to know now
    asked_at = models.DateTimeField(null=True)
    #: who asks the carrier at this moment, until when by the database's clock
    lease = models.TextField(db_collation="C", default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    polled_at = models.DateTimeField(null=True)
    polls = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    #: code of what the last question came to: "", "not_found", "failed"
    note = models.TextField(db_collation="C", default="", blank=True)

    created_at = models.DateTimeField()
    #: since when this number is followed
    followed_at = models.DateTimeField()
    #: where its card is
    phase = models.TextField(db_collation="C", default="open")
    #: since when its status is final
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "shipments_shipment"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="shipments_shipment_status"),
            models.CheckConstraint(condition=Q(leg__in=LEGS), name="shipments_shipment_leg"),
            models.CheckConstraint(condition=Q(phase__in=PHASES), name="shipments_shipment_phase"),
            models.CheckConstraint(condition=Q(told__lte=models.F("change")), name="shipments_shipment_told"),
        ]
        indexes = [
            models.Index("next_poll_at", name="shipments_due", condition=Q(next_poll_at__isnull=False)),
            models.Index("number", name="shipments_number", condition=~Q(number="")),
            models.Index("phase", "card", name="shipments_phase"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.number}"


class ShipmentEvent(models.Model):
    """What the carrier said, word by word. Known once by (number, uid); what it took back is `void` but stays."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="events")
    #: of which number: one that was mistyped has events of its own
    number = models.TextField()
    #: the carrier's time
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    code = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)
    place = models.TextField(default="", blank=True)
    leg = models.TextField(db_collation="C", default="", blank=True)
    #: a status, "note" when it changes none, "unknown_event" when nobody knows what it means
    status = models.TextField(db_collation="C")
    #: code of what a person must look at, "" for nothing
    alert = models.TextField(db_collation="C", default="", blank=True)
    void = models.BooleanField(default=False)
    raw = models.JSONField(default=dict)
    uid = models.TextField()

    class Meta:
        db_table = "shipments_event"
        constraints = [
            models.UniqueConstraint(fields=["shipment", "number", "uid"], name="shipments_event_once"),
            models.CheckConstraint(condition=Q(status__in=SAID), name="shipments_event_status"),
            models.CheckConstraint(condition=Q(leg__in=["", *LEGS]), name="shipments_event_leg"),
        ]
        indexes = [models.Index("shipment", "number", "at", "id", name="shipments_event_order")]

    def __str__(self) -> str:
        return f"{self.at} {self.code}"
