"""Who sees a card only because another one shares it loses it when that one is taken back.

Adding the column rewrites nothing: whoever took part before this release does so in their own right.
"""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

FORMER = import_module("marshrut.cards.migrations.0002_apply").APPLY
WROTE = """INSERT INTO cards_participant (person_id, card_id)
        SELECT x::bigint, c FROM jsonb_array_elements_text(p->'participants') AS x ON CONFLICT DO NOTHING;"""
WRITES = """INSERT INTO cards_participant AS known (person_id, card_id)
        SELECT DISTINCT x::bigint, c FROM jsonb_array_elements_text(p->'participants') AS x
        ON CONFLICT (person_id, card_id) DO UPDATE SET through = NULL WHERE known.through IS NOT NULL;"""
APPLY = FORMER.replace(WROTE, WRITES).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
assert WRITES in APPLY


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cards", "0004_fields")]
    operations: ClassVar = [
        migrations.AddField("participant", "through", ArrayField(models.BigIntegerField(), null=True)),
        migrations.AddIndex(
            "participant",
            GinIndex(fields=["through"], name="cards_through", condition=models.Q(through__isnull=False)),
        ),
        migrations.RunSQL(APPLY, FORMER.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
