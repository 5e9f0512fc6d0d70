"""How a channel is reached, how it does, and where people are found there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marshrut.org.models import Person


class Channel(models.Model):
    """Secrets are sealed by `kernel.sealing` and never leave the database but to the channel they belong to."""

    #: of the wire
    code = models.TextField(unique=True, db_collation="C")
    active = models.BooleanField(default=True)
    settings = models.JSONField(default=dict)
    #: JSON of all secrets, sealed
    secrets = models.TextField(default="", blank=True)
    #: which of them are there
    sealed = models.JSONField(default=list)
    #: roubles; above it one decides in the portal. None: no limit
    limit_sum = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    #: messages without names, sums and files
    short = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()

    #: what follows is written by whoever sends and hears
    failures = models.IntegerField(default=0)
    #: the channel is left alone until then
    closed_until = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    #: code of what is wrong, and the channel's own words
    last_error = models.TextField(db_collation="C", default="", blank=True)
    error_words = models.TextField(default="", blank=True)
    last_error_at = models.DateTimeField(null=True)
    #: where the poller goes on, and who polls: one at a time, by lease and epoch (clock of the database)
    marker = models.TextField(default="", blank=True)
    poll_until = models.DateTimeField(null=True)
    poll_epoch = models.BigIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)
    #: when the other side was last asked to call us
    listening_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_channel"

    def __str__(self) -> str:
        return self.code


class Address(models.Model):
    """Where a person is found on a channel: a chat, a mailbox, a browser."""

    STATES = ("on", "off", "blocked")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    #: code
    channel = models.TextField(db_collation="C")
    #: as the wire itself gave it
    address = models.TextField(db_collation="C")
    #: the name there, masked; of a browser what it is
    label = models.TextField(default="", blank=True)
    #: mark of a browser (`org.sign_in.leaving`): whoever leaves it is not written to there any more
    browser = models.TextField(db_collation="C", default="", blank=True)
    state = models.TextField(db_collation="C", default="on")
    #: a second account of the same channel is used when the person has said so in the portal
    confirmed = models.BooleanField(default=True)
    linked_at = models.DateTimeField()
    #: code of why it is off, and since when
    off_why = models.TextField(db_collation="C", default="", blank=True)
    off_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_address"
        constraints = [
            models.UniqueConstraint("channel", "address", name="address_live", condition=Q(state="on")),
            models.CheckConstraint(name="address_state", condition=Q(state__in=("on", "off", "blocked"))),
        ]
        indexes = [models.Index("person", "channel", name="address_person")]

    def __str__(self) -> str:
        return f"{self.channel} {self.label}"

    @property
    def live(self) -> bool:
        return self.state == "on" and self.confirmed
