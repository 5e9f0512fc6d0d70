"""Texts read out of contents, one for each content however many files have it."""

from __future__ import annotations

from django.db import models


class Reading(models.TextChoices):
    """`waiting` until a worker has read it; `absent` has its reason in `why`."""

    WAITING = "waiting"
    READY = "ready"
    ABSENT = "absent"


class FileText(models.Model):
    sha256 = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=10, choices=Reading.choices, default=Reading.WAITING)
    #: key of a sentence; "scan" beside a text: pages that are pictures wait for a machine, "asked": it will read them
    why = models.CharField(max_length=20, blank=True, default="")
    #: paragraphs, one a line
    text = models.TextField(blank=True, default="")
    #: read from pictures by a machine: may hold mistakes
    by_ocr = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.sha256
