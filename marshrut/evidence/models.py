"""Archives that people asked for. The files lie beside the store of contents, see `depot`."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """`waiting` until a worker has built it; `failed` has its reason in `why`."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class Archive(models.Model):
    """Asked for by one person, read by that person only, gone at `expires_at` with its file."""

    title = models.CharField(max_length=300)
    #: {"kind": rules.KINDS, "ref": id or null, "since", "until": ISO days or null, "others": bool}
    scope = models.JSONField()
    #: what was asked for, in the order of time
    cards = ArrayField(models.BigIntegerField())
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    #: key of sentences.WHY
    why = models.CharField(max_length=20, blank=True, default="")
    #: how many of the cards are looked at already
    done = models.PositiveIntegerField(default=0)
    #: cards inside: `cards` without those the person might not see any more when it was built
    inside = ArrayField(models.BigIntegerField(), default=list)
    #: name of the file in the depot
    file = models.CharField(max_length=80, blank=True, default="")
    size = models.BigIntegerField(default=0)
    #: of the ZIP, and of the list SHA256SUMS in it
    sha256 = models.CharField(max_length=64, blank=True, default="")
    sums = models.CharField(max_length=64, blank=True, default="")
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="evidence_state"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(file=""), name="evidence_ready_has_a_file"),
        ]
        indexes = [models.Index(fields=["asked_by", "-id"], name="evidence_mine")]

    def __str__(self) -> str:
        return self.title
