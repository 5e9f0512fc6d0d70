"""Word templates that cards fill in."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .files import StoredFile
from .kinds import Kind


class Template(models.Model):
    title = models.CharField(max_length=200)
    #: what the filled-in paper becomes
    kind = models.ForeignKey(Kind, models.PROTECT, null=True, related_name="templates")
    #: offered on cards of this type only; "" on all
    card_type = models.CharField(max_length=60, blank=True, default="")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    archived = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title
