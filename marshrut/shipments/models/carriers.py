"""How a carrier is reached, and how it does."""

from __future__ import annotations

from django.db import models


class Carrier(models.Model):
    """Secrets are sealed by `kernel.sealing` and never leave the database but to the carrier they belong to."""

    #: code of the provider
    key = models.TextField(unique=True, db_collation="C")
    active = models.BooleanField(default=True)
    settings = models.JSONField(default=dict)
    #: JSON of all secrets, sealed
    secrets = models.TextField(default="", blank=True)
    #: which of them are there
    sealed = models.JSONField(default=list)
    #: requests a day; None: as many as the provider says
    quota = models.IntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()

    #: what follows is written by whoever asks the carrier
    failures = models.IntegerField(default=0)
    #: the carrier is left alone until then
    closed_until = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    #: code of what is wrong, and the carrier's own words
    last_error = models.TextField(db_collation="C", default="", blank=True)
    error_words = models.TextField(default="", blank=True)
    last_error_at = models.DateTimeField(null=True)
    #: requests spent on this day
    quota_day = models.DateField(null=True)
    quota_used = models.IntegerField(default=0)

    class Meta:
        db_table = "shipments_carrier"

    def __str__(self) -> str:
        return self.key
