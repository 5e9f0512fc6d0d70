"""The company's hours and the days it or its region declared. The production calendar itself is in data/."""

from __future__ import annotations

from django.db import models

from .rules import DayKind

KINDS = [kind.value for kind in DayKind]


class CompanySchedule(models.Model):
    """One row; earlier hours are in the history."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    zone = models.CharField(max_length=64)
    #: as in Schedule.as_json
    week = models.JSONField()
    short_cut = models.PositiveSmallIntegerField()
    #: two-digit number of the region whose days off the company has, "" for none
    region = models.CharField(max_length=2, blank=True, default="")
    #: since when people have worked by these hours, for those who read the page
    valid_from = models.DateField(null=True)

    class Meta:
        db_table = "calendars_company_schedule"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_company_schedule")]


class RegionalDay(models.Model):
    """A day a region declared, or the company itself (region ""). Stands over the production calendar."""

    region = models.CharField(max_length=2, blank=True, default="")
    date = models.DateField()
    kind = models.CharField(max_length=5, choices=[(kind, kind) for kind in KINDS])
    #: the act or reason, as people read it
    source = models.CharField(max_length=200)

    class Meta:
        db_table = "calendars_regional_day"
        constraints = [
            models.UniqueConstraint(fields=["region", "date"], name="one_entry_a_day"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="day_kind_is_known"),
        ]


class CalendarRevision(models.Model):
    """One row; moves with every command of this room, see revision.py."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    revision = models.BigIntegerField()

    class Meta:
        db_table = "calendars_revision"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_calendar_revision")]
