"""The beginnings of very many chains at once, without a lock for each name."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

# A lock on every name fills the lock table of the server after some thousands of subjects in one transaction. Nobody
# else can know subjects whose rows are not committed yet (people of an import), so these need none; should a chain be
# there after all, the statement fails, because the key of the chain is taken.
many = import_module("marshrut.history.migrations.0002_append_only").APPEND_MANY
head, _lock, rest = many.partition("    IF EXISTS (SELECT FROM unnest(subjects)")
_condition, end, tail = rest.partition("    END IF;\n")
assert end, "the function of 0002 changed"
CHECK = """    IF EXISTS (SELECT FROM history_chain AS c WHERE c.subject = ANY(subjects)) THEN
        RAISE EXCEPTION 'a chain has begun already' USING ERRCODE = 'unique_violation';
    END IF;
"""
END = "    ON CONFLICT (subject) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;\n"
assert END in tail, "the function of 0002 changed"
NEW = (head + CHECK + tail).replace(END, "    ;\n").replace("history_append_many", "history_append_new")


class Migration(migrations.Migration):
    dependencies = [("history", "0002_append_only")]
    operations = [migrations.RunSQL(NEW, "DROP FUNCTION history_append_new(jsonb);")]
