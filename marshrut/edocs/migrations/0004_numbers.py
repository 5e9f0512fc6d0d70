"""Numbers that documents of a deal name are kept apart, so a batch asks only for those it names (A2.5).

The index of a base alone goes: that of (base, place, ref) serves the same.
"""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

#: as `rules.matching.number` does, and the same whatever the database sorts by
NUMBERS = """
CREATE FUNCTION edocs_numbers(contract text, bases jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT named.number), '{}')
    FROM (
        SELECT regexp_replace(translate(told.words COLLATE "C",
            'ABCDEFGHIJKLMNOPQRSTUVWXYZАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁё',
            'abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяее'), '[^0-9a-zа-я]+', '', 'g') AS number
        FROM (SELECT contract AS words UNION ALL SELECT jsonb_array_elements_text(bases)) AS told
    ) AS named
    WHERE named.number <> ''
$$"""
#: whoever writes documents, one by one or many at once, leaves their numbers right
KEEP = """
CREATE FUNCTION edocs_number_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM edocs_number WHERE edoc_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.deal_id IS NOT NULL AND NEW.company_id IS NOT NULL THEN
        INSERT INTO edocs_number (edoc_id, company_id, number, deal_id)
        SELECT NEW.id, NEW.company_id, unnest(edocs_numbers(NEW.contract, NEW.bases)), NEW.deal_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER edocs_number_new AFTER INSERT ON edocs_edoc FOR EACH ROW
    WHEN (NEW.deal_id IS NOT NULL) EXECUTE FUNCTION edocs_number_keep();
CREATE TRIGGER edocs_number_changed AFTER UPDATE OF deal_id, company_id, contract, bases ON edocs_edoc FOR EACH ROW
    WHEN ((OLD.deal_id IS NOT NULL OR NEW.deal_id IS NOT NULL)
        AND (OLD.deal_id, OLD.company_id, OLD.contract, OLD.bases)
            IS DISTINCT FROM (NEW.deal_id, NEW.company_id, NEW.contract, NEW.bases))
    EXECUTE FUNCTION edocs_number_keep();
CREATE TRIGGER edocs_number_gone AFTER DELETE ON edocs_edoc FOR EACH ROW
    WHEN (OLD.deal_id IS NOT NULL) EXECUTE FUNCTION edocs_number_keep();
INSERT INTO edocs_number (edoc_id, company_id, number, deal_id)
SELECT id, company_id, unnest(edocs_numbers(contract, bases)), deal_id FROM edocs_edoc
WHERE deal_id IS NOT NULL AND company_id IS NOT NULL;
"""
LEAVE = """
DROP TRIGGER edocs_number_new ON edocs_edoc;
DROP TRIGGER edocs_number_changed ON edocs_edoc;
DROP TRIGGER edocs_number_gone ON edocs_edoc;
DROP FUNCTION edocs_number_keep();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("edocs", "0003_linked")]

    operations: ClassVar = [
        migrations.RunSQL(NUMBERS, "DROP FUNCTION edocs_numbers(text, jsonb)"),
        migrations.AlterField(
            model_name="edoc",
            name="base",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="edocs.base",
            ),
        ),
        migrations.CreateModel(
            name="EDocNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edoc_id", models.BigIntegerField(db_index=True)),
                ("company_id", models.BigIntegerField()),
                ("number", models.TextField(db_collation="C")),
                ("deal_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "edocs_number",
                "indexes": [models.Index(fields=["company_id", "number", "deal_id"], name="edocs_number_deal")],
            },
        ),
        migrations.AddIndex(
            model_name="edoc",
            index=models.Index("about_id", condition=models.Q(("about_id__isnull", False)), name="edocs_about"),
        ),
        migrations.RunSQL(KEEP, LEAVE),
    ]
