"""Channels and addresses, what people chose, deliveries; and how fast a channel may be written to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Seconds to wait before a message may go to the chat; 0: it may, and this one is counted. `reserve`: tokens left for
# those who may not wait. Seconds are real ones, for the other side counts them: the clock of the database.
BUCKET = """
CREATE FUNCTION channels_take(
    channel text, chat text, rate float8, capacity float8, pause float8, reserve float8
) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
    at_all channels_bucket;
    at_chat channels_bucket;
    moment timestamptz;
    have float8;
BEGIN
    INSERT INTO channels_bucket (key, tokens, at) VALUES (channel, capacity, clock_timestamp())
        ON CONFLICT (key) DO NOTHING;
    SELECT * INTO at_all FROM channels_bucket WHERE key = channel FOR UPDATE;
    moment := clock_timestamp();
    IF at_all.blocked_until > moment THEN
        RETURN extract(epoch FROM at_all.blocked_until - moment);
    END IF;
    have := least(capacity, at_all.tokens + rate * extract(epoch FROM moment - at_all.at));
    IF have < 1 + reserve THEN
        RETURN (1 + reserve - have) / rate;
    END IF;
    IF pause > 0 THEN
        SELECT * INTO at_chat FROM channels_bucket WHERE key = chat FOR UPDATE;
        IF at_chat.at + pause * interval '1 second' > moment THEN
            RETURN extract(epoch FROM at_chat.at - moment) + pause;
        END IF;
        INSERT INTO channels_bucket (key, tokens, at) VALUES (chat, 0, moment)
            ON CONFLICT (key) DO UPDATE SET at = excluded.at;
    END IF;
    UPDATE channels_bucket SET tokens = have - 1, at = moment WHERE key = channel;
    RETURN 0;
END $$;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '0005_sign_in'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField(db_collation='C', unique=True)),
                ('active', models.BooleanField(default=True)),
                ('settings', models.JSONField(default=dict)),
                ('secrets', models.TextField(blank=True, default='')),
                ('sealed', models.JSONField(default=list)),
                ('limit_sum', models.DecimalField(decimal_places=2, max_digits=15, null=True)),
                ('short', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('added_at', models.DateTimeField()),
                ('failures', models.IntegerField(default=0)),
                ('closed_until', models.DateTimeField(null=True)),
                ('last_ok_at', models.DateTimeField(null=True)),
                ('last_error', models.TextField(blank=True, db_collation='C', default='')),
                ('error_words', models.TextField(blank=True, default='')),
                ('last_error_at', models.DateTimeField(null=True)),
                ('marker', models.TextField(blank=True, default='')),
                ('poll_until', models.DateTimeField(null=True)),
                ('poll_epoch', models.BigIntegerField(default=0)),
                ('heard_at', models.DateTimeField(null=True)),
                ('listening_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'channels_channel',
            },
        ),
        migrations.CreateModel(
            name='Defaults',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.JSONField(default=list)),
                ('matrix', models.JSONField(default=dict)),
                ('quiet', models.JSONField(default=dict)),
                ('digest', models.JSONField(default=list)),
                ('minutes', models.PositiveIntegerField(default=5)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'db_table': 'channels_defaults',
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('order', models.JSONField(default=list)),
                ('matrix', models.JSONField(default=dict)),
                ('quiet', models.JSONField(default=dict)),
                ('digest', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'db_table': 'channels_preference',
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.TextField(db_collation='C')),
                ('address', models.TextField(db_collation='C')),
                ('label', models.TextField(blank=True, default='')),
                ('state', models.TextField(db_collation='C', default='on')),
                ('confirmed', models.BooleanField(default=True)),
                ('linked_at', models.DateTimeField()),
                ('off_why', models.TextField(blank=True, db_collation='C', default='')),
                ('off_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'channels_address',
            },
        ),
        migrations.CreateModel(
            name='Bucket',
            fields=[
                ('key', models.TextField(db_collation='C', primary_key=True, serialize=False)),
                ('tokens', models.FloatField()),
                ('at', models.DateTimeField()),
                ('blocked_until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'channels_bucket',
                'indexes': [models.Index(models.F('at'), name='bucket_at')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(db_collation='C', default='notice')),
                ('notice', models.BigIntegerField(null=True)),
                ('channel', models.TextField(db_collation='C')),
                ('n', models.PositiveIntegerField(default=1)),
                ('state', models.TextField(db_collation='C', default='queued')),
                ('why', models.TextField(blank=True, db_collation='C', default='')),
                ('said', models.TextField(blank=True, default='')),
                ('outside', models.TextField(blank=True, db_collation='C', default='')),
                ('number', models.TextField(blank=True, db_collation='C', default='')),
                ('card_id', models.BigIntegerField(default=0)),
                ('task', models.IntegerField(null=True)),
                ('about', models.TextField(blank=True, db_collation='C', default='')),
                ('group', models.TextField(db_collation='C', default='news')),
                ('urgent', models.BooleanField(default=False)),
                ('edition', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('next_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('tried_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('passed_on', models.BooleanField(default=False)),
                ('address', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.address')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('together', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='channels.delivery')),
            ],
            options={
                'db_table': 'channels_delivery',
            },
        ),
        migrations.CreateModel(
            name='Inbound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.TextField(db_collation='C')),
                ('uid', models.TextField(db_collation='C')),
                ('said', models.JSONField(default=dict)),
                ('state', models.TextField(db_collation='C', default='new')),
                ('why', models.TextField(blank=True, db_collation='C', default='')),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'channels_inbound',
            },
        ),
        migrations.AddIndex(
            model_name='address',
            index=models.Index(models.F('person'), models.F('channel'), name='address_person'),
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.UniqueConstraint(models.F('channel'), models.F('address'), condition=models.Q(('state', 'on')), name='address_live'),
        ),
        migrations.AddConstraint(
            model_name='address',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('on', 'off', 'blocked'))), name='address_state'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('next_at'), condition=models.Q(('state', 'held')), name='delivery_held'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('tried_at'), condition=models.Q(('state__in', ('queued', 'sending', 'retry'))), name='delivery_late'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('card_id'), models.F('person'), models.OrderBy(models.F('id'), descending=True), name='delivery_card'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('person'), models.OrderBy(models.F('id'), descending=True), name='delivery_person'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('channel'), models.F('outside'), condition=models.Q(('outside', ''), _negated=True), name='delivery_outside'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('together'), condition=models.Q(('together__isnull', False)), name='delivery_together'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('channel'), models.F('at'), name='delivery_channel'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('ended_at'), name='delivery_ended'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('state'), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state', 'sent'), _negated=True), name='delivery_state_log'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('why'), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('why', ''), _negated=True), name='delivery_why_log'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('ended_at'), condition=models.Q(('said', ''), _negated=True), name='delivery_said'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(models.F('ended_at'), condition=models.Q(('kind', 'test')), name='delivery_test'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('notice__isnull', False)), fields=('notice', 'channel', 'address', 'n'), name='delivery_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('queued', 'held', 'sending', 'retry', 'sent', 'acknowledged', 'failed', 'suppressed'))), name='delivery_state'),
        ),
        migrations.AddIndex(
            model_name='inbound',
            index=models.Index(models.F('at'), name='inbound_at'),
        ),
        migrations.AddConstraint(
            model_name='inbound',
            constraint=models.UniqueConstraint(fields=('channel', 'uid'), name='inbound_once'),
        ),
        migrations.RunSQL(BUCKET, "DROP FUNCTION channels_take(text, text, float8, float8, float8, float8)"),
    ]
