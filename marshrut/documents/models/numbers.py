"""Rules of numbers, their counters, the registration book. Organisation 0: none of ours is named."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .kinds import Kind


class NumberRule(models.Model):
    """What numbers of a kind look like; for an organisation and from a year on, if given. The most specific holds."""

    kind = models.ForeignKey(Kind, models.CASCADE, related_name="number_rules")
    organisation = models.BigIntegerField(default=0)
    #: 0: from the beginning
    since_year = models.PositiveSmallIntegerField(default=0)
    template = models.CharField(max_length=100)
    #: index of the case (номенклатура дел), {case}
    case_index = models.CharField(max_length=30, blank=True, default="")
    #: index of the unit, {unit}
    unit_index = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "organisation", "since_year"], name="number_rule_once"),
        ]

    def __str__(self) -> str:
        return self.template


class Counter(models.Model):
    """The last number given in a book. Its row is locked by whoever registers."""

    kind = models.ForeignKey(Kind, models.PROTECT, related_name="counters")
    organisation = models.BigIntegerField(default=0)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "organisation", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.kind_id}/{self.organisation}/{self.year}: {self.last}"


class Entry(models.Model):
    """A line of the registration book. It is never removed; what is void stays with who and why (A1.5)."""

    kind = models.ForeignKey(Kind, models.PROTECT, related_name="entries")
    organisation = models.BigIntegerField(default=0)
    year = models.PositiveSmallIntegerField()
    #: 0: a number typed by hand that follows no template
    n = models.PositiveIntegerField()
    #: "/1" of a number typed by hand between two others
    suffix = models.CharField(max_length=60, blank=True, default="")
    text = models.CharField(max_length=60)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="entries")
    #: date of the paper
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_at = models.DateTimeField(null=True)
    void_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "organisation", "year", "n", "suffix"], name="entry_number_once"),
            models.UniqueConstraint(fields=["kind", "organisation", "year", "text"], name="entry_text_once"),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(void_at__isnull=True), name="entry_of_document"
            ),
        ]

    def __str__(self) -> str:
        return self.text
