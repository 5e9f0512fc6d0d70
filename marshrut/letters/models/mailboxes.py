"""Mailboxes of the company: where letters come from and leave by. What a mailbox has read is kept here, too."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..rules.mailboxes import Security

SECURITY = [one.value for one in Security]


class Mailbox(models.Model):
    """Secrets are sealed by `kernel.sealing` and never leave the database but to the server they belong to."""

    name = models.TextField()
    address = models.TextField(unique=True)
    #: our organisation whose letters these are
    organisation = models.BigIntegerField()
    #: in whose name drafts are made
    registrar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    #: whom of ours letters to it are for, unless the secretary says otherwise
    addressee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    imap_host = models.TextField(default="")
    imap_port = models.IntegerField(default=993)
    imap_security = models.TextField(default="tls")
    imap_user = models.TextField(default="")
    imap_secret = models.TextField(default="")
    folder_in = models.TextField(default="INBOX")
    #: read letters are moved there; "" leaves them where they are
    folder_done = models.TextField(default="", blank=True)
    #: what could not be read; "" leaves it
    folder_error = models.TextField(default="", blank=True)
    smtp_host = models.TextField(default="")
    smtp_port = models.IntegerField(default=465)
    smtp_security = models.TextField(default="tls")
    smtp_user = models.TextField(default="")
    smtp_secret = models.TextField(default="")
    #: a copy of what was sent is put there; "" puts none
    folder_sent = models.TextField(default="", blank=True)
    active = models.BooleanField(default=True)
    #: take letters that lay there before the mailbox was added
    old_letters = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()

    #: what follows is written by the reader; times are of the database's clock
    seen_at = models.DateTimeField(null=True)
    error = models.TextField(default="")
    #: the server's own words
    error_words = models.TextField(default="")
    error_at = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    #: number of the reading that is asked for, and since when
    turn = models.IntegerField(default=1)
    asked_at = models.DateTimeField(null=True)
    #: everything up to this UID of this UIDVALIDITY is known
    validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    #: the mail being read, and how often it was begun: one that kills the reader is put aside
    current_uid = models.BigIntegerField(default=0)
    tries = models.IntegerField(default=0)

    class Meta:
        db_table = "letters_mailbox"
        constraints = [
            models.CheckConstraint(
                condition=Q(imap_security__in=SECURITY) & Q(smtp_security__in=SECURITY), name="letters_mailbox_security"
            )
        ]

    def __str__(self) -> str:
        return self.address
