"""Tables of the record. `history_append` writes them, triggers refuse everything else but the erasure of values."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Event(models.Model):
    """One thing that happened to one subject ("card:17"). `seq` has no gaps; the pair is the event's address."""

    pk = models.CompositePrimaryKey("subject", "seq")
    subject = models.TextField(db_collation="C")
    seq = models.IntegerField()
    at = models.DateTimeField()
    kind = models.TextField(db_collation="C")
    actor_kind = models.TextField(db_collation="C")
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.TextField(default="")
    via = models.TextField(db_collation="C")
    on_behalf_of = models.BigIntegerField(null=True)
    alg = models.SmallIntegerField(default=1)
    body = models.JSONField(default=dict)
    #: field -> salted digest of the erasable value; part of the chain, never changes
    digests = models.JSONField(default=dict)
    #: field -> [salt, value]; a key may be taken out, nothing else
    erasable = models.JSONField(default=dict)
    #: covers everything above but `erasable`, and the hash of the row before
    hash = models.BinaryField()

    class Meta:
        db_table = "history_event"
        indexes = [BrinIndex(fields=["at"], name="history_event_at")]


class Chain(models.Model):
    """Where each subject's chain ends, so that a cut-off tail shows."""

    subject = models.TextField(primary_key=True, db_collation="C")
    seq = models.IntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "history_chain"
