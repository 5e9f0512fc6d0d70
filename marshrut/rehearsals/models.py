"""What was tried and how it ended: drafts of packs, rehearsals, the newest proof of each route."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """Files of a pack that is not installed. Only who put it there sees it."""

    #: texts by file name, as `definitions.commands.install_pack` takes them
    files = models.JSONField()
    #: what the files call themselves; empty while they cannot be read
    pack = models.TextField(default="", blank=True)
    version = models.TextField(default="", blank=True)
    comment = models.TextField(default="", blank=True)
    #: what was wrong with it when it was put there, in words of who did; and [key, title, whether it went as told]
    problems = models.JSONField(default=list)
    stories = models.JSONField(default=list)
    #: (key, title) of its card types that can be played
    playable = models.JSONField(default=list)
    #: the version that was made of it: it is done with
    installed = models.BigIntegerField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "rehearsals_draft"

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"


class Rehearsal(models.Model):
    """One playing of a route. `asked`: see `asking.Asked`; `figures`: the numbers on top; `result`: gzip JSON."""

    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    pack = models.TextField(db_collation="C")
    version = models.TextField(db_collation="C")
    card_type = models.TextField(db_collation="C")
    #: an installed version, or a draft; when neither is left the result still is
    installed = models.BigIntegerField(null=True)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="+")
    asked = models.JSONField()
    #: waiting, done, failed
    state = models.TextField(db_collation="C", default="waiting")
    #: cards played so far
    progress = models.IntegerField(default=0)
    figures = models.JSONField(default=dict)
    result = models.BinaryField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rehearsals_rehearsal"
        indexes = [models.Index("added_by", models.F("id").desc(), name="rehearsal_added_by")]

    def __str__(self) -> str:
        return f"{self.pack}/{self.card_type} {self.version}"


class Proof(models.Model):
    """What the newest proof of a route against this company found. Flaws with their sentences by language."""

    pack = models.TextField(db_collation="C")
    card_type = models.TextField(db_collation="C")
    at = models.DateTimeField()
    #: of the version, the company and the settings it was proved against
    digest = models.TextField(db_collation="C")
    flaws = models.JSONField(default=list)

    class Meta:
        db_table = "rehearsals_proof"
        constraints = [models.UniqueConstraint(fields=["pack", "card_type"], name="proof_once")]

    def __str__(self) -> str:
        return f"{self.pack}/{self.card_type}"


class WhatIf(models.Model):
    """The past of a route played again by other rules. `asked`, `told`: see `whatif.saved`; no `told`: no card came."""

    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    card_type = models.TextField(db_collation="C")
    asked = models.JSONField()
    #: waiting, done, failed
    state = models.TextField(db_collation="C", default="waiting")
    told = models.JSONField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rehearsals_whatif"
        indexes = [models.Index("added_by", models.F("id").desc(), name="whatif_added_by")]

    def __str__(self) -> str:
        return f"{self.card_type} {self.added_at:%Y-%m-%d}"
