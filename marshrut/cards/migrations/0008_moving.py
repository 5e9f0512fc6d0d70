"""Cards that were moved to another version of their pack, and how they stood before."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import PROTECT, F, ForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cards", "0007_adopt")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Moving",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(db_collation="C", unique=True)),
                ("pack", models.TextField(db_collation="C")),
                ("definition_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("person_id", models.BigIntegerField(null=True)),
                ("stages", models.JSONField(default=dict)),
                ("redated", models.BooleanField(default=False)),
                ("reason", models.TextField(default="")),
            ],
            options={
                "db_table": "cards_moving",
                "indexes": [models.Index("pack", F("id").desc(), name="cards_moving_pack")],
            },
        ),
        migrations.CreateModel(
            name="MovedCard",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "moving_id", "card_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_definition_id", models.BigIntegerField()),
                ("version", models.IntegerField()),
                ("seq", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("before", models.JSONField()),
                ("reverted_at", models.DateTimeField(null=True)),
                ("reverted_by", models.BigIntegerField(null=True)),
                ("card", ForeignKey("cards.card", PROTECT, related_name="+", db_index=False)),
                ("moving", ForeignKey("cards.moving", PROTECT, related_name="cards", db_index=False)),
            ],
            options={"db_table": "cards_moved_card", "base_manager_name": "objects"},
        ),
    ]
