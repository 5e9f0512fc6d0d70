"""What a task was finished without being done for (A0.2): the choice from a list, and whether it was a skip.

Both columns have a constant for every task there is, so nothing is rewritten.
"""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from django.db import migrations, models

FORMER = import_module("marshrut.cards.migrations.0005_through").APPLY
CHANGES = (
    (
        "paused_until, outcome, reason, decided_by_id, decided_at,\n                                            detail)",
        "paused_until, outcome, reason, decided_by_id, decided_at,\n                                            detail, skipped, because)",
    ),
    (
        "x.reason, x.decided_by, x.decided_at, x.detail\n",
        "x.reason, x.decided_by, x.decided_at, x.detail,\n                   coalesce(x.skipped, false), coalesce(x.because, '')\n",
    ),
    ("decided_at timestamptz, detail jsonb)", "decided_at timestamptz, detail jsonb, skipped boolean, because text)"),
    ("detail = excluded.detail\n", "detail = excluded.detail,\n                skipped = excluded.skipped, because = excluded.because\n"),
)


def _with_skips(text: str) -> str:
    for was, now in CHANGES:
        assert text.count(was) == 1, was
        text = text.replace(was, now)
    return text


APPLY = _with_skips(FORMER)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cards", "0005_through")]
    operations: ClassVar = [
        migrations.AddField("task", "skipped", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("task", "because", models.TextField(db_collation="C", default="", db_default="")),
        migrations.AddIndex(
            "task", models.Index("decided_at", name="cards_task_skipped", condition=models.Q(skipped=True))
        ),
        migrations.RunSQL(APPLY, FORMER),
    ]
