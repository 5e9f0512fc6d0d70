"""Revisions come from a sequence: a number handed out in a transaction that was rolled back is never used again,
so a process that kept the company as it looked inside that transaction notices."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE org_revision_sequence", "DROP SEQUENCE org_revision_sequence"),
    ]
