"""Tables of the heart. Written only by `step.py` and the commands of this room.

What changes at every move is kept in narrow rows; fields and search text live beside them in `CardContent`.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from marshrut.org.models import Person

from .guard import GuardedManager


class Card(models.Model):
    """The thing that moves. `version` grows by one with every step, `edition` with every change of content."""

    id = models.BigAutoField(primary_key=True)
    type = models.TextField(db_collation="C")
    #: the pack version it started with and keeps
    definition_id = models.BigIntegerField()
    name = models.TextField()
    stage = models.TextField(db_collation="C")
    stage_kind = models.TextField(db_collation="C")
    visit = models.IntegerField()
    round = models.IntegerField()
    edition = models.IntegerField()
    version = models.IntegerField()
    locked = models.BooleanField(default=False)
    last_task = models.IntegerField(default=0)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    #: department of the author at creation
    department_id = models.BigIntegerField(null=True)
    company_id = models.BigIntegerField(null=True)
    amount = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    #: earliest deadline of the open tasks, and whose they are
    due_at = models.DateTimeField(null=True)
    holders = ArrayField(models.BigIntegerField(), default=list)
    comments = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    #: last step; entered_at: begin of the present visit
    updated_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    parent_id = models.BigIntegerField(null=True)
    parent_visit = models.IntegerField(null=True)
    parent_key = models.TextField(default="")

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        db_table = "cards_card"
        indexes = [
            models.Index("type", "stage", F("updated_at").desc(), F("id").desc(), name="cards_board"),
            models.Index("type", F("id").desc(), name="cards_list"),
            models.Index("author", F("id").desc(), name="cards_author"),
            models.Index("department_id", F("id").desc(), name="cards_department"),
            models.Index("company_id", F("id").desc(), name="cards_company", condition=Q(company_id__isnull=False)),
            models.Index("parent_id", name="cards_parent", condition=Q(parent_id__isnull=False)),
        ]


class CardContent(models.Model):
    card = models.OneToOneField(Card, on_delete=models.PROTECT, primary_key=True, related_name="content")
    fields = models.JSONField(default=dict)
    search = SearchVectorField(null=True)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        db_table = "cards_content"
        indexes = [
            GinIndex(fields=["search"], name="cards_search"),
            # what points at a deal, a project or a contact is found by the value of the field
            GinIndex(fields=["fields"], name="cards_fields", opclasses=["jsonb_path_ops"]),
        ]


class StageVisit(models.Model):
    """One stay of a card on a stage."""

    pk = models.CompositePrimaryKey("card_id", "n")
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="visits", db_index=False)
    n = models.IntegerField()
    stage = models.TextField(db_collation="C")
    round = models.IntegerField()
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        db_table = "cards_visit"


class Task(models.Model):
    """A step for one person (with `also`: others who may do it instead). `n` is its number within the card."""

    id = models.BigAutoField(primary_key=True)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    n = models.IntegerField()
    key = models.TextField(db_collation="C")
    stage = models.TextField(db_collation="C")
    visit = models.IntegerField()
    round = models.IntegerField()
    state = models.TextField(db_collation="C", default="open")
    assignee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    also = ArrayField(models.BigIntegerField(), default=list)
    opened_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    outcome = models.TextField(db_collation="C", default="")
    reason = models.TextField(default="")
    #: finished without being done, and the key of the listed reason (A0.2)
    skipped = models.BooleanField(default=False, db_default=False)
    because = models.TextField(db_collation="C", default="", db_default="")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    decided_at = models.DateTimeField(null=True)
    #: what only the engine reads: see `codec.task_detail`
    detail = models.JSONField(default=dict)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        db_table = "cards_task"
        constraints = [
            models.UniqueConstraint(fields=["card", "round", "n"], name="cards_task_n"),
            models.CheckConstraint(condition=Q(state__in=["open", "done", "cancelled"]), name="cards_task_state"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="cards_task_decided",
            ),
        ]
        indexes = [
            models.Index("assignee", "due_at", name="cards_task_mine", condition=Q(state="open")),
            GinIndex("also", name="cards_task_also", condition=Q(state="open") & ~Q(also=[])),
            models.Index("decided_by", F("decided_at").desc(), name="cards_task_decided_by", condition=Q(state="done")),
            models.Index("decided_at", name="cards_task_skipped", condition=Q(skipped=True)),
        ]


class Participant(models.Model):
    """Whoever ever had to do with the card may go on seeing it."""

    pk = models.CompositePrimaryKey("person_id", "card_id")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="participants", db_index=False)
    #: the cards that shared this one, when the person has no other part in it; None: in their own right
    through = ArrayField(models.BigIntegerField(), null=True)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        db_table = "cards_participant"
        indexes = [GinIndex(fields=["through"], name="cards_through", condition=Q(through__isnull=False))]


class CardFile(models.Model):
    """A file on a card; `field` says on which field it was put, empty for other attachments."""

    id = models.BigAutoField(primary_key=True)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="files")
    file_id = models.BigIntegerField(db_index=True)
    field = models.TextField(default="")
    added_by = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        db_table = "cards_file"
        constraints = [models.UniqueConstraint(fields=["card", "file_id", "field"], name="cards_file_once")]


class Child(models.Model):
    """A card that another card made, and perhaps waits for."""

    pk = models.CompositePrimaryKey("card_id", "visit", "key")
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="children", db_index=False)
    visit = models.IntegerField()
    key = models.TextField(db_collation="C")
    child_id = models.BigIntegerField(null=True)
    state = models.TextField(db_collation="C", default="awaited")

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        db_table = "cards_child"


class SavedView(models.Model):
    """A filter with a name, one click away above the list."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    card_type = models.TextField(db_collation="C")
    name = models.CharField(max_length=60)
    #: the query string of the list, without "?"
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)

    class Meta:
        db_table = "cards_saved_view"
        constraints = [models.UniqueConstraint(fields=["owner", "card_type", "name"], name="cards_saved_view_name")]


class Moving(models.Model):
    """Cards were moved to another version of their pack, together, by somebody."""

    id = models.BigAutoField(primary_key=True)
    #: of the call: pressed twice it is one
    key = models.TextField(unique=True, db_collation="C")
    pack = models.TextField(db_collation="C")
    #: the version they were moved to
    definition_id = models.BigIntegerField()
    at = models.DateTimeField()
    #: null: the system
    person_id = models.BigIntegerField(null=True)
    #: stages that were chosen: old -> new
    stages = models.JSONField(default=dict)
    redated = models.BooleanField(default=False)
    reason = models.TextField(default="")

    class Meta:
        db_table = "cards_moving"
        indexes = [models.Index("pack", F("id").desc(), name="cards_moving_pack")]


class MovedCard(models.Model):
    """One card of a moving: where it came from, and how it stood before."""

    pk = models.CompositePrimaryKey("moving_id", "card_id")
    moving = models.ForeignKey(Moving, on_delete=models.PROTECT, related_name="cards", db_index=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_definition_id = models.BigIntegerField()
    #: the card's version right after it
    version = models.IntegerField()
    #: the last line of its history right after it
    seq = models.IntegerField()
    at = models.DateTimeField()
    #: the row that `codec.card_state` reads
    before = models.JSONField()
    reverted_at = models.DateTimeField(null=True)
    reverted_by = models.BigIntegerField(null=True)
    #: of the call that put it back: repeated, it goes on where it stopped
    reverted_key = models.TextField(default="", db_default="", db_collation="C")

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        db_table = "cards_moved_card"
        indexes = [models.Index("reverted_key", condition=~Q(reverted_key=""), name="cards_moved_reverted")]
