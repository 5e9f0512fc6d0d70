"""Notices in the portal: the channel that is always there. Reactions to e-documents, and what came of each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from marshrut.org.models import Person

#: in place of a card's number: the notice is about none
NOWHERE = 0


class Notification(models.Model):
    """`about` names what happened (see `notices`); texts are kept as they were sent, in the reader's language."""

    id = models.BigAutoField(primary_key=True)
    #: of the effect that delivers it: a repeated delivery finds the row
    dedup = models.TextField(unique=True, db_collation="C")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    card_id = models.BigIntegerField()
    #: number of the task within the card
    task = models.IntegerField(null=True)
    about = models.TextField(db_collation="C")
    title = models.TextField()
    text = models.TextField(default="")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "automation_notification"
        indexes = [
            models.Index("person", F("id").desc(), name="notification_person"),
            models.Index("person", name="notification_unread", condition=Q(read_at=None)),
        ]


class Reaction(models.Model):
    """When something happens to an e-document, this is done (S2.11-S2.17)."""

    #: of one that comes with the product: its words are in the reader's language until somebody writes own ones
    key = models.TextField(null=True, unique=True, db_collation="C")
    #: empty: the sentence it makes
    title = models.TextField(default="", blank=True)
    active = models.BooleanField(default=True)
    #: one of `reacting.rules.EVENTS`
    event = models.TextField(db_collation="C")
    #: of documents and bases; empty: any
    kinds = models.JSONField(default=list)
    direction = models.TextField(db_collation="C", default="", blank=True)
    bases = models.JSONField(default=list)
    #: roubles
    min_amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    with_deal = models.BooleanField(default=False)
    #: one of `reacting.rules.ACTS`, and what it needs
    do = models.TextField(db_collation="C")
    settings = models.JSONField(default=dict)
    #: no more than once for a document, however often the same happens to it
    once = models.BooleanField(default=False)
    position = models.IntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    #: out of use; what it did stays on record
    removed = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "automation_reaction"
        indexes = [models.Index("event", name="reaction_event", condition=Q(active=True, removed=False))]

    def __str__(self) -> str:
        return self.title or f"{self.event} {self.do}"


class Fired(models.Model):
    """What came of a reaction to one turn of a document: a row before anything is done, so it is done once."""

    reaction = models.ForeignKey(Reaction, models.PROTECT, related_name="fired")
    #: of edocs, and the card of the document
    turn = models.BigIntegerField()
    card_id = models.BigIntegerField()
    #: one of `reacting.rules.STATES`; `code` and `said` make the sentence, in whatever language it is read
    state = models.TextField(db_collation="C")
    code = models.TextField(db_collation="C", default="", blank=True)
    said = models.JSONField(default=dict)
    #: the card that was made
    made_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "automation_fired"
        constraints = [models.UniqueConstraint(fields=["reaction", "turn"], name="fired_once")]
        indexes = [
            models.Index("card_id", F("id").desc(), name="fired_card"),
            models.Index("reaction", "card_id", name="fired_reaction_card"),
        ]

    def __str__(self) -> str:
        return f"{self.reaction_id} {self.turn} {self.state}"
