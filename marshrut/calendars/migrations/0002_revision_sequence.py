"""Revisions come from a sequence: a number handed out in a transaction that was rolled back is never used again,
so a process that kept the calendar as it looked inside that transaction notices."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE calendars_revision_sequence", "DROP SEQUENCE calendars_revision_sequence"),
    ]
