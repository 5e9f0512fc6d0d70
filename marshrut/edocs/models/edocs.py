"""An e-document is a card that a base leads; its acts are its way of signing, its turns are what was new of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from marshrut.definitions.schema.edocs import ACTORS, DIRECTIONS, STATUSES

from .bases import Base


class EDoc(models.Model):
    card = models.BigIntegerField(unique=True)
    type = models.TextField(db_collation="C")
    base = models.ForeignKey(Base, models.PROTECT, related_name="documents", db_index=False)
    #: its set (kind of object) there, and its key in it
    place = models.TextField(db_collation="C")
    ref = models.TextField(db_collation="C")
    #: what changes whenever the base writes it; digest of all that is mapped
    version = models.TextField(db_collation="C", default="", blank=True)
    digest = models.TextField(db_collation="C", default="", blank=True)

    direction = models.TextField(db_collation="C")
    kind = models.TextField(db_collation="C")
    kind_title = models.TextField(default="", blank=True)
    number = models.TextField(default="", blank=True)
    date = models.DateField(null=True)
    #: the list is ordered by it: the date of the document, else the day it was first seen
    day = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    party_ref = models.TextField(db_collation="C", default="", blank=True)
    party_name = models.TextField(default="", blank=True)
    party_inn = models.TextField(db_collation="C", default="", blank=True)
    party_kpp = models.TextField(db_collation="C", default="", blank=True)
    org_ref = models.TextField(db_collation="C", default="", blank=True)
    org_name = models.TextField(default="", blank=True)
    org_inn = models.TextField(db_collation="C", default="", blank=True)
    org_kpp = models.TextField(db_collation="C", default="", blank=True)
    #: of crm; what people put stays (`by_hand`: keys among deal, contact, manager, about)
    company_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    deal_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    manager_id = models.BigIntegerField(null=True)
    #: the card of paperwork that waits for this signature (A0.6)
    about_id = models.BigIntegerField(null=True)
    by_hand = models.JSONField(default=list)
    #: links as the card was told them last: what it says otherwise a person has put there
    linked = models.JSONField(default=dict)

    status = models.TextField(db_collation="C", default="unknown")
    raw_status = models.TextField(default="", blank=True)
    actor = models.TextField(db_collation="C", default="none")
    reason = models.TextField(default="", blank=True)
    changed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    proved = models.BooleanField(default=True)
    contract = models.TextField(default="", blank=True)
    comment = models.TextField(default="", blank=True)
    responsible = models.TextField(default="", blank=True)
    url = models.TextField(default="", blank=True)
    #: lists of `source.Signer`, `source.FileRef`, texts
    signers = models.JSONField(default=list)
    files = models.JSONField(default=list)
    bases = models.JSONField(default=list)
    oddities = models.JSONField(default=list)

    #: came with the first filling: nothing of before is announced
    silent = models.BooleanField(default=False)
    seen_at = models.DateTimeField()
    #: business time of the last answer that had it
    read_at = models.DateTimeField()
    #: since when it stands so
    status_at = models.DateTimeField()
    final_at = models.DateTimeField(null=True)
    #: the status under a mask such as "unknown", see `rules.turns`; unlawful ones never become it
    steady = models.TextField(db_collation="C", default="", blank=True)
    #: the overdue clock: since when somebody is awaited, when that is too long; None: it stands still
    waits_since = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    critical_at = models.DateTimeField(null=True)
    #: 0, 1 overdue, 2 critically so
    level = models.SmallIntegerField(default=0)
    #: what the clock remembers while it stands still, see `rules.overdue.Clock`
    clock_begun = models.DateTimeField(null=True)
    clock_reached = models.SmallIntegerField(default=0)
    clock_ended_at = models.DateTimeField(null=True)
    clock_paused_at = models.DateTimeField(null=True)
    #: working minutes
    clock_paused = models.IntegerField(default=0)
    #: the night (ordinal of its day) of the first complete look that did not have it, 0: none; after another it is gone
    misses = models.IntegerField(default=0)
    gone_at = models.DateTimeField(null=True)
    #: counts changes; those up to `told` the card knows. `turns`: how many turns it has
    change = models.IntegerField(default=0)
    told = models.IntegerField(default=0)
    turns = models.IntegerField(default=0)
    #: a person pressed «Обновить»
    asked_at = models.DateTimeField(null=True)
    #: the card of `about_id` heard that this is signed
    signal_told = models.BooleanField(default=False)

    class Meta:
        db_table = "edocs_edoc"
        constraints = [
            models.UniqueConstraint(fields=["base", "place", "ref"], name="edocs_edoc_once"),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="edocs_edoc_status"),
            models.CheckConstraint(condition=Q(actor__in=ACTORS), name="edocs_edoc_actor"),
            models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="edocs_edoc_direction"),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=2), name="edocs_edoc_level"),
            models.CheckConstraint(condition=Q(told__lte=F("change")), name="edocs_edoc_told"),
        ]
        indexes = [
            models.Index(fields=["-day", "-card"], name="edocs_day"),
            models.Index(fields=["status", "-day", "-card"], name="edocs_status"),
            models.Index(
                fields=["company_id", "-day", "-card"], name="edocs_company", condition=Q(company_id__isnull=False)
            ),
            models.Index(fields=["deal_id", "-day", "-card"], name="edocs_deal", condition=~Q(deal_id=None)),
            models.Index(
                fields=["manager_id", "-day", "-card"], name="edocs_manager", condition=Q(manager_id__isnull=False)
            ),
            models.Index("about_id", name="edocs_about", condition=Q(about_id__isnull=False)),
            models.Index("base", "party_ref", name="edocs_of_party"),
            models.Index("base", "id", name="edocs_open", condition=Q(final_at=None)),
            models.Index("warn_at", name="edocs_warn", condition=Q(level=0, warn_at__isnull=False)),
            models.Index("critical_at", name="edocs_critical", condition=Q(level__lt=2, critical_at__isnull=False)),
            models.Index(fields=["level", "-day", "-card"], name="edocs_level", condition=Q(level__gt=0)),
            models.Index("card", name="edocs_untold", condition=~Q(told=F("change"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class EDocNumber(models.Model):
    """A number that a document names which is put to a deal; kept by the database itself (migration 0004)."""

    edoc_id = models.BigIntegerField(db_index=True)
    company_id = models.BigIntegerField()
    #: as `rules.matching.number` compares them
    number = models.TextField(db_collation="C")
    deal_id = models.BigIntegerField()

    class Meta:
        db_table = "edocs_number"
        indexes = [models.Index(fields=["company_id", "number", "deal_id"], name="edocs_number_deal")]

    def __str__(self) -> str:
        return self.number


class EDocAct(models.Model):
    """A line of the way of signing, word by word. Known once by its `uid`; never changed."""

    edoc = models.ForeignKey(EDoc, models.CASCADE, related_name="acts")
    uid = models.TextField(db_collation="C")
    kind = models.TextField(db_collation="C")
    #: the base's time, None when it has none
    at = models.DateTimeField(null=True)
    side = models.TextField(db_collation="C", default="", blank=True)
    person = models.TextField(default="", blank=True)
    comment = models.TextField(default="", blank=True)
    raw = models.TextField(default="", blank=True)
    noticed_at = models.DateTimeField()

    class Meta:
        db_table = "edocs_act"
        constraints = [models.UniqueConstraint(fields=["edoc", "uid"], name="edocs_act_once")]

    def __str__(self) -> str:
        return f"{self.edoc_id} {self.kind}"


class Turn(models.Model):
    """What was new of a document, once: another status, or that it waits too long. Reactions follow from it."""

    edoc = models.ForeignKey(EDoc, models.CASCADE, related_name="turn_rows")
    n = models.IntegerField()
    #: a status, or "overdue", "critical", "gone", "back"
    event = models.TextField(db_collation="C")
    #: the status before, "" at first sight
    before = models.TextField(db_collation="C", default="", blank=True)
    #: when it happened there; the moment it was noticed when nobody says
    at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    raw = models.TextField(default="", blank=True)
    reason = models.TextField(default="", blank=True)
    #: no lawful way leads here: written down, announced to nobody
    suspicious = models.BooleanField(default=False)
    silent = models.BooleanField(default=False)

    class Meta:
        db_table = "edocs_turn"
        constraints = [models.UniqueConstraint(fields=["edoc", "n"], name="edocs_turn_once")]
        indexes = [
            models.Index(fields=["-noticed_at"], name="edocs_turn_newest"),
            models.Index(fields=["-noticed_at"], name="edocs_turn_odd", condition=Q(suspicious=True)),
        ]

    def __str__(self) -> str:
        return f"{self.edoc_id} {self.event}"
