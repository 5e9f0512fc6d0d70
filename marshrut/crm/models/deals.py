"""What we do with partners: deals and projects."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..rules import FIRST_STAGE, DealState, ProjectState
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
    #: key of the stage; its kind is the state
    stage = models.CharField(max_length=40, default=FIRST_STAGE, db_default=FIRST_STAGE, db_collation="C")
    stage_at = models.DateTimeField(null=True)
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
        indexes = [
            models.Index(fields=["state", "-id"], name="deal_state_newest"),
            models.Index(fields=["stage", "-id"], name="deal_stage_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class DealStage(models.Model):
    """A step of selling. No rows: the stages are those that come with the product (`rules.SHIPPED_STAGES`)."""

    key = models.CharField(max_length=40, unique=True, db_collation="C")
    #: empty: as it comes with the product, in the reader's language
    title = models.CharField(max_length=100, blank=True, default="")
    kind = models.CharField(max_length=10, default=DealState.OPEN.value)
    position = models.PositiveIntegerField()
    #: no deal comes here any more; the history still knows its name
    removed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in DealState]), name="deal_stage_kind"
            )
        ]

    def __str__(self) -> str:
        return self.key


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
