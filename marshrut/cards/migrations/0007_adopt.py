"""`cards_adopt(plan)`: writes many new cards in one statement, with all that stands around them.

The plan has "at", "type", "definition" and "rows". A row has "key" (a client key, or none), "department", and what
`codec.plan` makes of a card that is born: row, fields, search, lines, and where there are any visits, participants,
tasks, timers, effects, files and children. Rows are taken in the order of their keys, so that two who adopt the same
cards wait for each other and not in a circle. Answers {"made": [[place, card], …]}: rows whose key was used before are
not made, and not there.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

ADOPT = """
CREATE FUNCTION cards_adopt(p jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz := (p->>'at')::timestamptz;
    kind text := p->>'type';
    definition bigint := (p->>'definition')::bigint;
    places bigint[];
    rows jsonb[];
    ids bigint[];
BEGIN
    WITH given AS MATERIALIZED (
        SELECT g.place, g.one, nextval('cards_card_id_seq') AS id
        FROM jsonb_array_elements(p->'rows') WITH ORDINALITY AS g(one, place)
    ), taken AS (
        INSERT INTO kernel_command_log (key, body, at, response)
        SELECT one->>'key', 'card.adopt', clock_timestamp(), jsonb_build_object('card', id)
        FROM given WHERE one ? 'key' ORDER BY one->>'key'
        ON CONFLICT (key) DO NOTHING RETURNING key
    )
    SELECT array_agg(place ORDER BY place), array_agg(one ORDER BY place), array_agg(id ORDER BY place)
    INTO places, rows, ids
    FROM given WHERE NOT one ? 'key' OR one->>'key' IN (SELECT key FROM taken);
    IF ids IS NULL THEN
        RETURN '{"made": []}';
    END IF;

    INSERT INTO cards_card (id, type, definition_id, name, stage, stage_kind, visit, round, edition, version, locked,
                            last_task, author_id, department_id, company_id, amount, due_at, holders, comments,
                            created_at, updated_at, entered_at, finished_at, parent_key)
    SELECT r.id, kind, definition, x.name, x.stage, x.stage_kind, x.visit, x.round, x.edition, 1, x.locked,
           x.last_task, x.author_id, x.department_id, x.company_id, x.amount, x.due_at, x.holders, 0,
           at, at, at, x.finished_at, ''
    FROM unnest(ids, rows) AS r(id, one), jsonb_to_record(r.one->'row') AS x(
        name text, stage text, stage_kind text, visit int, round int, edition int, locked boolean, last_task int,
        author_id bigint, department_id bigint, company_id bigint, amount numeric, due_at timestamptz,
        holders bigint[], finished_at timestamptz);
    INSERT INTO cards_content (card_id, fields, search)
    SELECT r.id, r.one->'fields', to_tsvector('russian', coalesce(r.one->>'search', ''))
    FROM unnest(ids, rows) AS r(id, one);
    INSERT INTO cards_visit (card_id, n, stage, round, entered_at, left_at)
    SELECT r.id, x.n, x.stage, x.round, at, CASE WHEN x.n < (r.one->'row'->>'visit')::int THEN at END
    FROM unnest(ids, rows) AS r(id, one),
         jsonb_to_recordset(r.one->'visits') AS x(n int, stage text, round int);
    INSERT INTO cards_participant (person_id, card_id)
    SELECT DISTINCT x::bigint, r.id
    FROM unnest(ids, rows) AS r(id, one), jsonb_array_elements_text(r.one->'participants') AS x;

    IF EXISTS (SELECT FROM unnest(rows) AS r(one) WHERE r.one ?| ARRAY['tasks', 'timers', 'effects', 'files', 'children'])
    THEN
        INSERT INTO cards_task (card_id, n, key, stage, visit, round, state, assignee_id, also, opened_at, taken_at,
                                due_at, paused_until, outcome, reason, decided_by_id, decided_at, detail, skipped,
                                because)
        SELECT r.id, x.n, x.key, x.stage, x.visit, x.round, x.state, x.assignee, x.also, x.opened_at, x.taken_at,
               x.due_at, x.paused_until, x.outcome, x.reason, x.decided_by, x.decided_at, x.detail,
               coalesce(x.skipped, false), coalesce(x.because, '')
        FROM unnest(ids, rows) AS r(id, one), jsonb_to_recordset(r.one->'tasks') AS x(
            n int, key text, stage text, visit int, round int, state text, assignee bigint, also bigint[],
            opened_at timestamptz, taken_at timestamptz, due_at timestamptz, paused_until timestamptz, outcome text,
            reason text, decided_by bigint, decided_at timestamptz, detail jsonb, skipped boolean, because text);
        INSERT INTO cards_file (card_id, file_id, field, added_by, added_at)
        SELECT r.id, x.file, x.field, (p->>'person')::bigint, at
        FROM unnest(ids, rows) AS r(id, one), jsonb_to_recordset(r.one->'files') AS x(file bigint, field text)
        ON CONFLICT DO NOTHING;
        INSERT INTO cards_child (card_id, visit, key, state)
        SELECT r.id, x.visit, x.key, x.state
        FROM unnest(ids, rows) AS r(id, one),
             jsonb_to_recordset(r.one->'children') AS x(visit int, key text, state text);
        PERFORM jobs_arm(found.timers)
        FROM (SELECT jsonb_agg(x || jsonb_build_object('subject', r.id)) AS timers
              FROM unnest(ids, rows) AS r(id, one), jsonb_array_elements(r.one->'timers') AS x) AS found
        WHERE found.timers IS NOT NULL;
        PERFORM jobs_enqueue(found.effects)
        FROM (SELECT jsonb_agg(x || jsonb_build_object('subject', r.id,
                                                       'dedup', 'card:' || r.id || ':' || (x->>'dedup'))) AS effects
              FROM unnest(ids, rows) AS r(id, one), jsonb_array_elements(r.one->'effects') AS x) AS found
        WHERE found.effects IS NOT NULL;
    END IF;
    PERFORM history_append_new((SELECT jsonb_agg(jsonb_build_object('subject', 'card:' || r.id, 'lines', r.one->'lines'))
                                FROM unnest(ids, rows) AS r(id, one)));
    RETURN jsonb_build_object('made', (SELECT jsonb_agg(jsonb_build_array(m.place, m.id))
                                       FROM unnest(places, ids) AS m(place, id)));
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cards", "0006_skips"), ("history", "0003_append_new")]
    operations: ClassVar = [migrations.RunSQL(ADOPT, "DROP FUNCTION cards_adopt(jsonb)")]
