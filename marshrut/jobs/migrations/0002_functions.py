"""The functions by which other rooms write timers and effects inside their own statement."""

from __future__ import annotations

from django.db import migrations

# plpgsql rather than SQL: its plans are kept for the session, and these run in every step of every card.

# Elements: {subject, visit, task, key, ordinal, due_at, payload}. A name that is armed moves to the new due time;
# one that has fired stays fired. Returns how many are armed now.
ARM = """
CREATE FUNCTION jobs_arm(p_timers jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE n integer;
BEGIN
    INSERT INTO jobs_timer (subject, visit, task, key, ordinal, due_at, state, payload, attempts, last_error)
    SELECT x.subject, x.visit, x.task, x.key, coalesce(x.ordinal, 0), x.due_at, 'armed',
           coalesce(x.payload, '{}'::jsonb), 0, ''
    FROM jsonb_to_recordset(p_timers) AS x(
        subject bigint, visit integer, task bigint, key text, ordinal integer, due_at timestamptz, payload jsonb)
    ON CONFLICT (subject, visit, coalesce(task, 0), key, ordinal) DO UPDATE
        SET due_at = excluded.due_at, payload = excluded.payload, lease_until = NULL, attempts = 0
        WHERE jobs_timer.state = 'armed';
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END $$;
"""

# p_state: fired | stale, or cancelled (the row goes). Returns how many were still armed: fewer than asked means that
# another worker was first, and the caller must give up its transaction.
SETTLE = """
CREATE FUNCTION jobs_settle_timers(p_ids bigint[], p_state text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE n integer;
BEGIN
    IF p_state = 'cancelled' THEN
        DELETE FROM jobs_timer WHERE id = ANY(p_ids) AND state = 'armed';
    ELSE
        UPDATE jobs_timer SET state = p_state, lease_until = NULL WHERE id = ANY(p_ids) AND state = 'armed';
    END IF;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END $$;
"""

# Takes the armed timers of one visit away: all of them, or only those of the given tasks. A deletion costs a fifth of
# the log and none of the disk of a change of state, and the history of the subject says what ended the visit.
CANCEL = """
CREATE FUNCTION jobs_cancel_timers(p_subject bigint, p_visit integer, p_tasks bigint[] DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE n integer;
BEGIN
    IF p_tasks IS NULL THEN
        DELETE FROM jobs_timer WHERE subject = p_subject AND visit = p_visit AND state = 'armed';
    ELSE
        DELETE FROM jobs_timer
        WHERE subject = p_subject AND visit = p_visit AND task = ANY(p_tasks) AND state = 'armed';
    END IF;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END $$;
"""

# Elements: {dedup, kind, lane, payload, subject, delay (seconds), max_attempts}. A known dedup key adds nothing.
# Returns how many are new.
ENQUEUE = """
CREATE FUNCTION jobs_enqueue(p_effects jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE n integer;
BEGIN
    INSERT INTO jobs_effect (dedup, kind, lane, payload, subject, state, run_at, epoch, attempts, max_attempts,
                             last_error, outside_id)
    SELECT x.dedup, x.kind, coalesce(x.lane, 'main'), coalesce(x.payload, '{}'::jsonb), x.subject, 'todo',
           clock_timestamp() + coalesce(x.delay, 0) * interval '1 second', 0, 0, coalesce(x.max_attempts, 12), '', ''
    FROM jsonb_to_recordset(p_effects) AS x(
        dedup text, kind text, lane text, payload jsonb, subject bigint, delay double precision, max_attempts smallint)
    ON CONFLICT (dedup) DO NOTHING;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END $$;
"""

# Rows of both tables change state soon after they are written: vacuum by count of dead rows, not by share of the table,
# and leave room on the page for leases.
STORAGE = """
ALTER TABLE jobs_timer SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE jobs_effect SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE jobs_worker SET (fillfactor = 50, autovacuum_vacuum_threshold = 100);
"""

BACK = """
DROP FUNCTION jobs_arm(jsonb);
DROP FUNCTION jobs_settle_timers(bigint[], text);
DROP FUNCTION jobs_cancel_timers(bigint, integer, bigint[]);
DROP FUNCTION jobs_enqueue(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [migrations.RunSQL(ARM + SETTLE + CANCEL + ENQUEUE + STORAGE, BACK)]
