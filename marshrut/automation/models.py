"""Notices in the portal: the channel that is always there."""

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
