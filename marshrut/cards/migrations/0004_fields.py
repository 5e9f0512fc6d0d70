"""Cards that point at a deal, a project or a contact are found by an index, not by reading the content of all.

A row of content is written when somebody changes what is on the card, not when it moves, so moves pay nothing. A
change of ten fields writes some 3 kB of WAL more (what it costs in time was lost in the noise); ten fields of a card
take 350 bytes of the index. One index over all fields, and not one for each that points: what fields are called is up
to the processes.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0003_guard"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="cardcontent",
            index=GinIndex(fields=["fields"], name="cards_fields", opclasses=["jsonb_path_ops"]),
        ),
    ]
