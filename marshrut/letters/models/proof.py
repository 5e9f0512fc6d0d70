"""The daily proof that no letter is lost."""

from __future__ import annotations

from django.db import models


class Proof(models.Model):
    """Registered letters of a day's end: each is in a live or in a final state, or stands in `outside`."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    registered = models.IntegerField()
    live = models.IntegerField()
    final = models.IntegerField()
    #: what is in neither, as rows
    outside = models.JSONField(default=list)

    class Meta:
        db_table = "letters_proof"
