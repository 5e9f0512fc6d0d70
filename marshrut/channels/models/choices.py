"""What the company and each person chose: where notices go, when, and when there is quiet."""

from __future__ import annotations

from django.db import models

from marshrut.org.models import Person


class Defaults(models.Model):
    """The company's: one row, made when somebody changes what comes with the product (`rules.choices`)."""

    order = models.JSONField(default=list)
    #: {group: {channel: "now" | "digest" | "none"}}; what is left out is as it comes with the product
    matrix = models.JSONField(default=dict)
    #: {"kind": "schedule" | "hours" | "none", "from": "20:00", "to": "08:00", "days": [5, 6]}
    quiet = models.JSONField(default=dict)
    #: hours of the day, "09:00"
    digest = models.JSONField(default=list)
    #: from the first try to the next channel
    minutes = models.PositiveIntegerField(default=5)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "channels_defaults"

    def __str__(self) -> str:
        return f"defaults {self.version}"


class Preference(models.Model):
    """A person's own: what is empty is as in the company."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    order = models.JSONField(default=list)
    matrix = models.JSONField(default=dict)
    quiet = models.JSONField(default=dict)
    digest = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "channels_preference"

    def __str__(self) -> str:
        return f"preference of {self.person_id}"
