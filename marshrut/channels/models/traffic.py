"""What goes out and what comes in."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import F, Q

from marshrut.org.models import Person

from .channels import Address

#: before an end · `held`: until `next_at` · `sending`: nobody knows yet whether it arrived · `retry`: it did not
OPEN = ("queued", "held", "sending", "retry")
#: of them, what waits for no hour
GOING = ("queued", "sending", "retry")
#: it is there · the person has pressed or answered
ENDED_WELL = ("sent", "acknowledged")
STATES = (*OPEN, *ENDED_WELL, "failed", "suppressed")
#: a notice · several in one message · the test message · words to whoever wrote to us
KINDS = ("notice", "digest", "test", "reply")


class Delivery(models.Model):
    """An attempt to tell a person something on a channel.

    Of several that go in one message, `together` of each names the one that is sent: a digest, or the first of a card.
    """

    kind = models.TextField(db_collation="C", default="notice")
    #: of automation; None for digests and tests
    notice = models.BigIntegerField(null=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    channel = models.TextField(db_collation="C")
    address = models.ForeignKey(Address, models.SET_NULL, null=True, related_name="+", db_index=False)
    #: which attempt of this notice at this address
    n = models.PositiveIntegerField(default=1)
    state = models.TextField(db_collation="C", default="queued")
    #: code of why it is held, failed or suppressed
    why = models.TextField(db_collation="C", default="", blank=True)
    #: the other side's own words
    said = models.TextField(default="", blank=True)
    #: its number on the other side
    outside = models.TextField(default="", blank=True, db_collation="C")
    #: short, the same in a repeat
    number = models.TextField(db_collation="C", default="", blank=True)
    together = models.ForeignKey("self", models.SET_NULL, null=True, related_name="parts", db_index=False)

    #: copies of the notice, so that sending reads little
    card_id = models.BigIntegerField(default=0)
    task = models.IntegerField(null=True)
    about = models.TextField(db_collation="C", default="", blank=True)
    group = models.TextField(db_collation="C", default="news")
    urgent = models.BooleanField(default=False)
    #: of the card when the message was composed
    edition = models.BigIntegerField(null=True)

    at = models.DateTimeField()
    #: held until then; of what was held: since when it may go
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: the next channel was asked because this one was late or failed
    passed_on = models.BooleanField(default=False)

    #: not kept: notices that went into the message when it was composed
    shown: Collection[int] = ()

    class Meta:
        db_table = "channels_delivery"
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel", "address", "n"], name="delivery_once", nulls_distinct=False,
                condition=Q(notice__isnull=False),
            ),
            models.CheckConstraint(name="delivery_state", condition=Q(state__in=STATES)),
        ]  # fmt: skip
        indexes = [
            models.Index("next_at", name="delivery_held", condition=Q(state="held")),
            models.Index("tried_at", name="delivery_late", condition=Q(state__in=GOING)),
            models.Index("card_id", "person", F("id").desc(), name="delivery_card"),
            models.Index("person", F("id").desc(), name="delivery_person"),
            models.Index("channel", "outside", name="delivery_outside", condition=~Q(outside="")),
            models.Index("together", name="delivery_together", condition=Q(together__isnull=False)),
            models.Index("channel", "at", name="delivery_channel"),
            models.Index("ended_at", name="delivery_ended"),
            # the log of what is rare: what arrived is found from its end without one
            models.Index("state", F("id").desc(), name="delivery_state_log", condition=~Q(state="sent")),
            models.Index("why", F("id").desc(), name="delivery_why_log", condition=~Q(why="")),
            # what `tidy` asks for every hour
            models.Index("ended_at", name="delivery_said", condition=~Q(said="")),
            models.Index("ended_at", name="delivery_test", condition=Q(kind="test")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.notice} {self.channel} {self.state}"


class Inbound(models.Model):
    """What was heard, word by word, once. `state`: new, done, refused (`why`: code), ignored."""

    channel = models.TextField(db_collation="C")
    #: the same whenever the other side says it again
    uid = models.TextField(db_collation="C")
    #: `wire.Update` as JSON (`commands.hearing.update_of`)
    said = models.JSONField(default=dict)
    state = models.TextField(db_collation="C", default="new")
    why = models.TextField(db_collation="C", default="", blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_inbound"
        constraints = [models.UniqueConstraint(fields=["channel", "uid"], name="inbound_once")]
        indexes = [models.Index("at", name="inbound_at")]

    def __str__(self) -> str:
        return f"{self.channel} {self.uid} {self.state}"


class Bucket(models.Model):
    """How fast a channel, or a chat on it, may be written to: tokens, filled up by the database's clock."""

    #: code of the channel, or code and address
    key = models.TextField(primary_key=True, db_collation="C")
    tokens = models.FloatField()
    at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_bucket"
        indexes = [models.Index("at", name="bucket_at")]

    def __str__(self) -> str:
        return self.key
