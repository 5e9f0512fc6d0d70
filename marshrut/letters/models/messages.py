"""E-mails that came in or went out, and how the sending of a letter stands."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

KINDS = ["letter", "auto_reply", "bounce", "ignored", "notice"]
DISPATCH_STATES = ["ready", "sending", "sent", "failed", "unknown", "bounced"]


class Message(models.Model):
    """An e-mail. Known once by its Message-ID and once by its place in the mailbox, so it makes one card only."""

    #: of the mail itself, without angle brackets; made up of its checksum when it has none
    message_id = models.TextField(unique=True)
    direction = models.TextField(db_collation="C")
    card = models.BigIntegerField(null=True, db_index=True)
    mailbox = models.BigIntegerField(null=True)
    #: mailbox:uidvalidity:uid
    uid_key = models.TextField(unique=True, null=True)
    sha256 = models.TextField(default="", db_index=True)
    subject = models.TextField(default="")
    sender = models.TextField(default="")
    recipients = models.TextField(default="")
    in_reply_to = models.TextField(default="")
    references = ArrayField(models.TextField(), default=list)
    #: the Date header
    at = models.DateTimeField(null=True)
    kind = models.TextField(db_collation="C", default="letter")
    state = models.TextField(db_collation="C", default="")
    note = models.TextField(default="")
    #: stored file of the raw .eml
    file = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "letters_message"
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=["in", "out"]), name="letters_message_direction"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="letters_message_kind"),
        ]
        indexes = [
            GinIndex(fields=["references"], name="letters_message_refs"),
            models.Index("in_reply_to", name="letters_message_reply", condition=~Q(in_reply_to="")),
        ]


class Dispatch(models.Model):
    """The sending of a letter by e-mail from one visit of its card: at most once."""

    card = models.BigIntegerField()
    visit = models.IntegerField()
    message = models.ForeignKey(Message, models.PROTECT, related_name="dispatches")
    state = models.TextField(db_collation="C", default="ready")
    at = models.DateTimeField()
    note = models.TextField(default="")

    class Meta:
        db_table = "letters_dispatch"
        constraints = [
            models.UniqueConstraint(fields=["card", "visit"], name="letters_dispatch_once"),
            models.CheckConstraint(condition=Q(state__in=DISPATCH_STATES), name="letters_dispatch_state"),
        ]
