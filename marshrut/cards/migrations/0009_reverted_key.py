"""Cards are put back one by one: which call did it, so that a repeated one goes on where it stopped."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cards", "0008_moving")]
    operations: ClassVar = [
        migrations.AddField(
            "movedcard", "reverted_key", models.TextField(db_collation="C", default="", db_default="")
        ),
        migrations.AddIndex(
            "movedcard",
            models.Index("reverted_key", condition=~Q(reverted_key=""), name="cards_moved_reverted"),
        ),
    ]
