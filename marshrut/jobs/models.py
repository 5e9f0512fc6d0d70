"""Tables of what must still happen. Cards writes them through `jobs_arm` and `jobs_enqueue`.

Business time (`due_at`) is the kernel's clock; `run_at` and leases are the database's own clock.
Many short-lived rows: few indexes, and vacuum settings of their own (migration 0002).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce


class Timer(models.Model):
    """Something to do with a subject at `due_at`, as long as its visit lasts. A cancelled timer is deleted.

    Named by (subject, visit, task, key, ordinal): arming the same name again moves the due time.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.BigIntegerField()
    visit = models.IntegerField()
    task = models.BigIntegerField(null=True)
    key = models.TextField(db_collation="C")
    ordinal = models.IntegerField(default=0)
    due_at = models.DateTimeField()
    #: armed → fired | stale | dead (failed too often)
    state = models.TextField(db_collation="C", default="armed")
    payload = models.JSONField(default=dict)
    #: taken by a worker, or put off after a failure, until then
    lease_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    last_error = models.TextField(default="")

    class Meta:
        db_table = "jobs_timer"
        constraints = [
            models.UniqueConstraint("subject", "visit", Coalesce("task", 0), "key", "ordinal", name="jobs_timer_name"),
            models.CheckConstraint(condition=Q(state__in=["armed", "fired", "stale", "dead"]), name="jobs_timer_state"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="armed"), name="jobs_timer_due"),
            models.Index(fields=["state"], condition=Q(state="dead"), name="jobs_timer_dead"),
        ]


class Effect(models.Model):
    """Something to do outside after the commit. `payload` holds ids only; the handler reads the rest when it runs."""

    id = models.BigAutoField(primary_key=True)
    #: computed by the writer, never random: the same cause makes the same key and so only one effect
    dedup = models.TextField(db_collation="C")
    kind = models.TextField(db_collation="C")
    lane = models.TextField(db_collation="C", default="main")
    payload = models.JSONField(default=dict)
    subject = models.BigIntegerField(null=True)
    #: todo | doing | done | retry | ambiguous (a person must say whether it happened) | dead | cancelled
    state = models.TextField(db_collation="C", default="todo")
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    #: raised at every take; a result is accepted only with the epoch it was taken under
    epoch = models.IntegerField(default=0)
    attempts = models.SmallIntegerField(default=0)
    max_attempts = models.SmallIntegerField(default=12)
    last_error = models.TextField(default="")
    outside_id = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "jobs_effect"
        constraints = [
            models.UniqueConstraint(fields=["dedup"], name="jobs_effect_dedup"),
            models.CheckConstraint(
                condition=Q(state__in=["todo", "doing", "done", "retry", "ambiguous", "dead", "cancelled"]),
                name="jobs_effect_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lane", "run_at", "id"], condition=Q(state__in=["todo", "retry"]), name="jobs_effect_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(state="doing"), name="jobs_effect_lease"),
            models.Index(fields=["state"], condition=Q(state__in=["ambiguous", "dead"]), name="jobs_effect_stopped"),
        ]


class Worker(models.Model):
    """A running worker process and when it was last seen, on the database's clock."""

    id = models.BigAutoField(primary_key=True)
    host = models.TextField()
    pid = models.IntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    #: names of its loops that have not turned for too long
    stuck = models.TextField(default="")

    class Meta:
        db_table = "jobs_worker"
