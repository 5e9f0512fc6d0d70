import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('address', models.TextField(unique=True)),
                ('organisation', models.BigIntegerField()),
                ('registrar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('addressee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('imap_host', models.TextField(default='')),
                ('imap_port', models.IntegerField(default=993)),
                ('imap_security', models.TextField(default='tls')),
                ('imap_user', models.TextField(default='')),
                ('imap_secret', models.TextField(default='')),
                ('folder_in', models.TextField(default='INBOX')),
                ('folder_done', models.TextField(blank=True, default='')),
                ('folder_error', models.TextField(blank=True, default='')),
                ('smtp_host', models.TextField(default='')),
                ('smtp_port', models.IntegerField(default=465)),
                ('smtp_security', models.TextField(default='tls')),
                ('smtp_user', models.TextField(default='')),
                ('smtp_secret', models.TextField(default='')),
                ('folder_sent', models.TextField(blank=True, default='')),
                ('active', models.BooleanField(default=True)),
                ('old_letters', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('added_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('error', models.TextField(default='')),
                ('error_words', models.TextField(default='')),
                ('error_at', models.DateTimeField(null=True)),
                ('failures', models.IntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('turn', models.IntegerField(default=1)),
                ('asked_at', models.DateTimeField(null=True)),
                ('validity', models.BigIntegerField(null=True)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('current_uid', models.BigIntegerField(default=0)),
                ('tries', models.IntegerField(default=0)),
            ],
            options={
                'db_table': 'letters_mailbox',
                'constraints': [models.CheckConstraint(condition=models.Q(('imap_security__in', ['tls', 'starttls', 'plain']), ('smtp_security__in', ['tls', 'starttls', 'plain'])), name='letters_mailbox_security')],
                'indexes': [],
            },
        ),
    ]
