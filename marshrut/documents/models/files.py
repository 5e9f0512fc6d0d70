"""Tables of files. The contents lie in the blob store, named by their digest."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Preview(models.TextChoices):
    """`waiting` until a worker has drawn the pages; `absent` has its reason in `preview_why`."""

    WAITING = "waiting"
    READY = "ready"
    ABSENT = "absent"


class StoredFile(models.Model):
    """A file as somebody gave it to us. It never changes; a new version is a new row."""

    #: a label for people (rules.display_name), never a path
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    #: what it goes out as (rules.judge), not what the sender said it is
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    #: null when a program stored it
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    preview = models.CharField(max_length=10, choices=Preview.choices)
    #: key of sentences.WHY
    preview_why = models.CharField(max_length=20, blank=True, default="")
    #: pages of the original; null when unknown
    page_count = models.PositiveIntegerField(null=True)
    #: [[width, height], …] in pixels of the pictures drawn, first page first
    pictures = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="stored_file_sha256"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty"),
            models.CheckConstraint(condition=models.Q(preview__in=Preview.values), name="stored_file_preview"),
        ]

    def __str__(self) -> str:
        return self.name
