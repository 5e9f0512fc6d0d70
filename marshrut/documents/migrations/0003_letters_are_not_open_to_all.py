"""Letters that stand as they were shipped, open to everybody, are read by those who look after them from now on."""

from __future__ import annotations

from typing import Any

from django.db import migrations

READERS = ["role:secretary", "role:office_manager", "role:operations_manager", "role:director"]


def close(apps: Any, _editor: Any) -> None:
    kinds = apps.get_model("documents", "Kind").objects
    for kind in kinds.filter(key__in=["letter_in", "letter_out"], readers=["everyone"], version=1):
        kind.readers = READERS
        if "role:secretary" not in kind.keepers:
            kind.keepers = ["role:secretary", *kind.keepers]
        kind.save()


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_papers")]
    operations = [migrations.RunPython(close, migrations.RunPython.noop)]
