"""What we do with partners: deals and projects."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..rules import DealState, ProjectState
from .company import Company
from .contacts import Contact


class Deal(models.Model):
    """A sale or a purchase on its way; papers and cards hang on it."""

    title = models.CharField(max_length=200)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="deals")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="deals")
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    #: roubles
    amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    state = models.CharField(max_length=10, default=DealState.OPEN.value)
    #: since when it is in this state; who brought it there and why stands in the history
    state_at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    search_text = models.CharField(max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[one.value for one in DealState]), name="deal_state"),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gt=0), name="deal_amount"
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="deal_state_newest")]

    def __str__(self) -> str:
        return self.title


class Project(models.Model):
    """A work that takes long and joins several companies."""

    title = models.CharField(max_length=200)
    companies = models.ManyToManyField(Company, related_name="projects")
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=ProjectState.OPEN.value)
    state_at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    search_text = models.CharField(max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in ProjectState]), name="project_state"
            )
        ]
        indexes = [models.Index(fields=["state", "-id"], name="project_state_newest")]

    def __str__(self) -> str:
        return self.title
