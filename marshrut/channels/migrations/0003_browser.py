from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_deciding")]

    operations = [
        migrations.AddField(
            model_name="address",
            name="browser",
            field=models.TextField(blank=True, db_collation="C", default=""),
        ),
    ]
