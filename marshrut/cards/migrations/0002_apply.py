"""`cards_apply(plan)`: writes one decision in one statement, or nothing.

Keys of the plan are those of `codec.plan`. Answers {"status": "done", "card": id, "tasks": {n: id}}, or "moved" when the
card's version is no longer the one the decision was made on, or "known" when the client key was used before.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

APPLY = """
CREATE FUNCTION cards_apply(p jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    c bigint := (p->>'card')::bigint;
    at timestamptz := (p->>'at')::timestamptz;
    made jsonb;
BEGIN
    IF p ? 'key' THEN
        INSERT INTO kernel_command_log (key, body, at) VALUES (p->>'key', p->>'key_body', clock_timestamp())
        ON CONFLICT (key) DO NOTHING;
        IF NOT FOUND THEN
            RETURN '{"status": "known"}';
        END IF;
    END IF;

    IF c IS NULL THEN
        INSERT INTO cards_card (type, definition_id, name, stage, stage_kind, visit, round, edition, version, locked,
                                last_task, author_id, department_id, company_id, amount, due_at, holders, comments,
                                created_at, updated_at, entered_at, finished_at, parent_id, parent_visit, parent_key)
        SELECT x.type, x.definition_id, x.name, x.stage, x.stage_kind, x.visit, x.round, x.edition, 1, x.locked,
               x.last_task, x.author_id, x.department_id, x.company_id, x.amount, x.due_at, x.holders, 0,
               at, at, at, x.finished_at, x.parent_id, x.parent_visit, coalesce(x.parent_key, '')
        FROM jsonb_to_record(p->'row') AS x(
            type text, definition_id bigint, name text, stage text, stage_kind text, visit int, round int, edition int,
            locked boolean, last_task int, author_id bigint, department_id bigint, company_id bigint, amount numeric,
            due_at timestamptz, holders bigint[], finished_at timestamptz, parent_id bigint, parent_visit int,
            parent_key text)
        RETURNING id INTO c;
        INSERT INTO cards_content (card_id, fields, search)
        VALUES (c, p->'fields', to_tsvector('russian', coalesce(p->>'search', '')));
    ELSE
        UPDATE cards_card AS card SET
            name = coalesce(x.name, card.name), stage = x.stage, stage_kind = x.stage_kind, visit = x.visit,
            round = x.round, edition = x.edition, version = card.version + 1, locked = x.locked,
            last_task = x.last_task, due_at = x.due_at, holders = x.holders, updated_at = at,
            entered_at = CASE WHEN x.visit = card.visit THEN card.entered_at ELSE at END,
            finished_at = CASE WHEN x.visit = card.visit THEN card.finished_at ELSE x.finished_at END,
            company_id = CASE WHEN p ? 'fields' THEN x.company_id ELSE card.company_id END,
            amount = CASE WHEN p ? 'fields' THEN x.amount ELSE card.amount END
        FROM jsonb_to_record(p->'row') AS x(
            name text, stage text, stage_kind text, visit int, round int, edition int, locked boolean, last_task int,
            company_id bigint, amount numeric, due_at timestamptz, holders bigint[], finished_at timestamptz)
        WHERE card.id = c AND card.version = (p->>'version')::int;
        IF NOT FOUND THEN
            IF p ? 'key' THEN
                DELETE FROM kernel_command_log WHERE key = p->>'key';
            END IF;
            RETURN '{"status": "moved"}';
        END IF;
        IF p ? 'fields' THEN
            UPDATE cards_content SET fields = p->'fields', search = to_tsvector('russian', coalesce(p->>'search', ''))
            WHERE card_id = c;
        END IF;
    END IF;

    IF p ? 'visits' THEN
        UPDATE cards_visit SET left_at = at
        WHERE card_id = c AND n = (p->'visits'->0->>'n')::int - 1 AND left_at IS NULL;
        INSERT INTO cards_visit (card_id, n, stage, round, entered_at, left_at)
        SELECT c, x.n, x.stage, x.round, at, CASE WHEN x.n < (p->'row'->>'visit')::int THEN at END
        FROM jsonb_to_recordset(p->'visits') AS x(n int, stage text, round int);
    END IF;

    IF p ? 'tasks' THEN
        WITH written AS (
            INSERT INTO cards_task AS task (card_id, n, key, stage, visit, round, state, assignee_id, also, opened_at,
                                            taken_at, due_at, paused_until, outcome, reason, decided_by_id, decided_at,
                                            detail)
            SELECT c, x.n, x.key, x.stage, x.visit, x.round, x.state, x.assignee, x.also, x.opened_at, x.taken_at,
                   x.due_at, x.paused_until, x.outcome, x.reason, x.decided_by, x.decided_at, x.detail
            FROM jsonb_to_recordset(p->'tasks') AS x(
                n int, key text, stage text, visit int, round int, state text, assignee bigint, also bigint[],
                opened_at timestamptz, taken_at timestamptz, due_at timestamptz, paused_until timestamptz, outcome text,
                reason text, decided_by bigint, decided_at timestamptz, detail jsonb)
            ON CONFLICT (card_id, round, n) DO UPDATE SET
                state = excluded.state, assignee_id = excluded.assignee_id, also = excluded.also,
                taken_at = excluded.taken_at, due_at = excluded.due_at, paused_until = excluded.paused_until,
                outcome = excluded.outcome, reason = excluded.reason, decided_by_id = excluded.decided_by_id,
                decided_at = excluded.decided_at, detail = excluded.detail
            RETURNING n, id)
        SELECT jsonb_object_agg(n, id) INTO made FROM written;
    END IF;
    IF p ? 'participants' THEN
        INSERT INTO cards_participant (person_id, card_id)
        SELECT x::bigint, c FROM jsonb_array_elements_text(p->'participants') AS x ON CONFLICT DO NOTHING;
    END IF;
    IF p ? 'files' THEN
        INSERT INTO cards_file (card_id, file_id, field, added_by, added_at)
        SELECT c, x.file, x.field, (p->>'person')::bigint, at
        FROM jsonb_to_recordset(p->'files') AS x(file bigint, field text) ON CONFLICT DO NOTHING;
    END IF;
    IF p ? 'children' THEN
        INSERT INTO cards_child AS child (card_id, visit, key, state)
        SELECT c, x.visit, x.key, x.state FROM jsonb_to_recordset(p->'children') AS x(visit int, key text, state text)
        ON CONFLICT (card_id, visit, key) DO UPDATE SET state = excluded.state;
    END IF;

    IF p ? 'cancelled' THEN
        PERFORM jobs_settle_timers(ARRAY(SELECT jsonb_array_elements_text(p->'cancelled')::bigint), 'cancelled');
    END IF;
    IF p ? 'settled' THEN
        PERFORM jobs_settle_timers(ARRAY[(p->>'settled')::bigint], 'fired');
    END IF;
    IF p ? 'timers' THEN
        PERFORM jobs_arm((SELECT jsonb_agg(x || jsonb_build_object('subject', c))
                          FROM jsonb_array_elements(p->'timers') AS x));
    END IF;
    IF p ? 'effects' THEN
        PERFORM jobs_enqueue((SELECT jsonb_agg(x || jsonb_build_object('subject', c,
                                                                       'dedup', 'card:' || c || ':' || (x->>'dedup')))
                              FROM jsonb_array_elements(p->'effects') AS x));
    END IF;
    PERFORM history_append('card:' || c, p->'lines');

    made := jsonb_build_object('card', c, 'version', coalesce((p->>'version')::int, 0) + 1,
                               'tasks', coalesce(made, '{}'::jsonb));
    IF p ? 'key' THEN
        UPDATE kernel_command_log SET response = made WHERE key = p->>'key';
    END IF;
    RETURN made || '{"status": "done"}';
END $$;
"""

# Rows of open tasks and cards change state a few times in their life: leave room on the page.
STORAGE = """
ALTER TABLE cards_card SET (fillfactor = 80);
ALTER TABLE cards_task SET (fillfactor = 80);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cards", "0001_initial"),
        ("kernel", "0001_initial"),
        ("history", "0002_append_only"),
        ("jobs", "0002_functions"),
    ]
    operations: ClassVar = [migrations.RunSQL(APPLY + STORAGE, "DROP FUNCTION cards_apply(jsonb)")]
