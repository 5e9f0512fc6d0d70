"""Installed versions never change and are never deleted: running cards stand on them (D15).

Revisions come from a sequence: a number handed out in a transaction that was rolled back is never used again, so a
process that kept what it saw inside that transaction notices.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

REFUSE = """
CREATE SEQUENCE definitions_revision_sequence;
CREATE FUNCTION definitions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an installed version of a pack never changes: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER definitions_packversion_immutable BEFORE UPDATE OR DELETE ON definitions_packversion
    FOR EACH ROW EXECUTE FUNCTION definitions_refuse();
"""

BACK = """
DROP TRIGGER definitions_packversion_immutable ON definitions_packversion;
DROP FUNCTION definitions_refuse();
DROP SEQUENCE definitions_revision_sequence;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("definitions", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(REFUSE, BACK)]
