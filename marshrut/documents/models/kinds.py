"""Folders of the shared disk, kinds of papers with their statuses."""

from __future__ import annotations

from django.db import models


class Folder(models.Model):
    """A folder of the shared disk: a place in our tables, not on the disk of the server."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], nulls_distinct=False, name="folder_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Family(models.TextChoices):
    CONTRACT = "contract"
    ACCOUNTING = "accounting"
    ORDER = "order"
    LETTER = "letter"
    OTHER = "other"


class Filing(models.TextChoices):
    """What folders of its own a kind makes below its folder."""

    FLAT = "flat"
    YEAR = "year"
    COMPANY_YEAR = "company_year"
    #: of the company, in it «Заявки», in it one for each order (S0.19)
    ORDER = "order"


class Kind(models.Model):
    """A kind of papers. Who may do what is a list of "everyone", "role:…", "person:…", "department:…"."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True, default="")
    #: a few letters for numbers: {kind}
    code = models.CharField(max_length=10, blank=True, default="")
    family = models.CharField(max_length=12, choices=Family.choices)
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="kinds")
    filing = models.CharField(max_length=12, choices=Filing.choices, default=Filing.FLAT)
    #: numbers without holes: none is typed by hand
    gapless = models.BooleanField(default=True)
    readers = models.JSONField(default=list)
    adders = models.JSONField(default=list)
    keepers = models.JSONField(default=list)
    archived = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(family__in=Family.values), name="kind_family"),
            models.CheckConstraint(condition=models.Q(filing__in=Filing.values), name="kind_filing"),
        ]

    def __str__(self) -> str:
        return self.title


class KindStatus(models.Model):
    """A status a paper of the kind may have, in the order people choose from."""

    kind = models.ForeignKey(Kind, models.CASCADE, related_name="statuses")
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True, default="")
    #: "#rrggbb"
    color = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField(default=0)
    #: what a new paper has
    initial = models.BooleanField(default=False)
    #: nothing more happens with the paper
    final = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="kind_status_once"),
            models.UniqueConstraint(fields=["kind"], condition=models.Q(initial=True), name="kind_status_first"),
        ]

    def __str__(self) -> str:
        return self.title
