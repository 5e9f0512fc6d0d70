"""How a base outside is reached, how it does, and whose its parties are."""

from __future__ import annotations

from django.db import models


class Base(models.Model):
    """Secrets are sealed by `kernel.sealing` and never leave the database but to the base they belong to."""

    key = models.TextField(unique=True, db_collation="C")
    title = models.TextField()
    #: code of the program that asks it, see `source.register`
    source = models.TextField(db_collation="C")
    active = models.BooleanField(default=True)
    settings = models.JSONField(default=dict)
    #: JSON of all secrets, sealed
    secrets = models.TextField(default="", blank=True)
    #: which of them are there
    sealed = models.JSONField(default=list)
    #: the person who looks after what nobody else does: parties that match no company
    owner_id = models.BigIntegerField(null=True)
    #: minutes between questions; without a good answer for so many minutes people are warned (A2.3)
    every = models.IntegerField(default=10)
    silent_after = models.IntegerField(default=30)
    #: {kind: {"warn": working days, "critical": working days}}; what is missing: `rules.overdue.USUAL`
    overdue = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()

    #: what follows is written by whoever asks the base
    #: everything that changed there before is known; None: nothing is
    cursor = models.DateTimeField(null=True)
    #: what a source wants to remember about it: what the check found, dialects
    profile = models.JSONField(default=dict)
    #: when the first filling began and ended; until it ends nothing is announced
    first_began_at = models.DateTimeField(null=True)
    first_done_at = models.DateTimeField(null=True)
    #: lane -> when it was last read to its end
    lanes = models.JSONField(default=dict)
    failures = models.IntegerField(default=0)
    #: the base is left alone until then
    closed_until = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    #: code of what is wrong, and words of the base, redacted
    last_error = models.TextField(db_collation="C", default="", blank=True)
    error_words = models.TextField(default="", blank=True)
    last_error_at = models.DateTimeField(null=True)
    #: who reads it at this moment, which lane, until when by the database's clock; each reader has a higher epoch
    lease = models.TextField(db_collation="C", default="", blank=True)
    lease_lane = models.TextField(db_collation="C", default="", blank=True)
    lease_epoch = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "edocs_base"

    def __str__(self) -> str:
        return self.key


class Run(models.Model):
    """One reading of a lane: what came of it. The journal of the doctor page."""

    base = models.ForeignKey(Base, models.CASCADE, related_name="runs")
    epoch = models.BigIntegerField()
    lane = models.TextField(db_collation="C")
    #: the person who asked for it, None: by itself
    by = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    read = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    requests = models.IntegerField(default=0)
    #: stretches of time that could not be read: they are read again
    failed_windows = models.IntegerField(default=0)
    trouble = models.TextField(db_collation="C", default="", blank=True)
    words = models.TextField(default="", blank=True)

    class Meta:
        db_table = "edocs_run"
        constraints = [models.UniqueConstraint(fields=["base", "epoch"], name="edocs_run_epoch")]
        indexes = [models.Index(fields=["base", "-started_at"], name="edocs_run_newest")]

    def __str__(self) -> str:
        return f"{self.base_id} {self.lane} {self.epoch}"


class PartyLink(models.Model):
    """Whose a party of a base is. One that matches nobody waits here with `company_id` None."""

    base = models.ForeignKey(Base, models.CASCADE, related_name="parties")
    party_ref = models.TextField(db_collation="C")
    name = models.TextField(default="", blank=True)
    inn = models.TextField(db_collation="C", default="", blank=True)
    kpp = models.TextField(db_collation="C", default="", blank=True)
    company_id = models.BigIntegerField(null=True, db_index=True)
    #: code of `sentences.UNMATCHED`, "" when it is matched
    why = models.TextField(db_collation="C", default="", blank=True)
    #: by requisites, not by a person
    auto = models.BooleanField(default=True)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "edocs_party"
        constraints = [models.UniqueConstraint(fields=["base", "party_ref"], name="edocs_party_once")]
        indexes = [
            models.Index("base", "id", name="edocs_party_waits", condition=models.Q(company_id=None)),
            models.Index("inn", name="edocs_party_inn", condition=models.Q(company_id=None)),
        ]

    def __str__(self) -> str:
        return f"{self.base_id} {self.name}"
