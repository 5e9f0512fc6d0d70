"""The beginnings of very many chains at once, without a lock for each name."""

from __future__ import annotations

from django.db import migrations

# A lock on every name fills the lock table of the server after some thousands of subjects in one transaction. Nobody
# else can know subjects whose rows are not committed yet (people of an import), so these need none; should a chain be
# there after all, the statement fails, because the key of the chain is taken.
NEW = """
CREATE FUNCTION history_append_new(p_chains jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    n integer;
    head bytea;
    hashes bytea[] := '{}';
    e record;
    subjects text[] := ARRAY(SELECT s.subject FROM jsonb_to_recordset(p_chains) AS s(subject text));
BEGIN
    IF EXISTS (SELECT FROM history_chain AS c WHERE c.subject = ANY(subjects)) THEN
        RAISE EXCEPTION 'a chain has begun already' USING ERRCODE = 'unique_violation';
    END IF;
    FOR e IN
        SELECT s.subject, x.place, concat(
            '27:', to_char(x.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ',',
            octet_length(x.kind), ':', x.kind, ',',
            octet_length(x.actor_kind), ':', x.actor_kind, ',',
            coalesce(length(x.actor_id::text), 0), ':', x.actor_id, ',',
            octet_length(coalesce(x.actor_label, '')), ':', x.actor_label, ',',
            octet_length(x.via), ':', x.via, ',',
            coalesce(length(x.on_behalf_of::text), 0), ':', x.on_behalf_of, ',',
            octet_length(coalesce(x.body, '{}')), ':', coalesce(x.body, '{}'), ',',
            octet_length(coalesce(x.digests, '{}')), ':', coalesce(x.digests, '{}'), ',') AS line
        FROM jsonb_to_recordset(p_chains) AS s(subject text, lines jsonb)
        CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(s.lines) AS (
            at timestamptz, kind text, actor_kind text, actor_id bigint, actor_label text, via text,
            on_behalf_of bigint, body text, digests text, erasable jsonb
        )) WITH ORDINALITY
            AS x(at, kind, actor_kind, actor_id, actor_label, via, on_behalf_of, body, digests, erasable, place)
        ORDER BY s.subject COLLATE "C", x.place
    LOOP
        IF e.place = 1 THEN
            n := 0;
            head := decode(repeat('00', 32), 'hex');
        END IF;
        n := n + 1;
        head := sha256(convert_to(concat(
            '16:marshrut.history,1:1,', octet_length(e.subject), ':', e.subject, ',', length(n::text), ':', n, ',',
            e.line, '64:', encode(head, 'hex'), ','), 'UTF8'));
        hashes := hashes || head;
    END LOOP;
    INSERT INTO history_event (subject, seq, at, kind, actor_kind, actor_id, actor_label, via, on_behalf_of,
                               alg, body, digests, erasable, hash)
    SELECT s.subject, x.place, x.at, x.kind, x.actor_kind, x.actor_id, coalesce(x.actor_label, ''), x.via,
           x.on_behalf_of, 1, coalesce(x.body, '{}')::jsonb, coalesce(x.digests, '{}')::jsonb,
           coalesce(x.erasable, '{}'::jsonb), hashes[row_number() OVER (ORDER BY s.subject COLLATE "C", x.place)]
    FROM jsonb_to_recordset(p_chains) AS s(subject text, lines jsonb)
    CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(s.lines) AS (
        at timestamptz, kind text, actor_kind text, actor_id bigint, actor_label text, via text,
        on_behalf_of bigint, body text, digests text, erasable jsonb
    )) WITH ORDINALITY
        AS x(at, kind, actor_kind, actor_id, actor_label, via, on_behalf_of, body, digests, erasable, place);
    INSERT INTO history_chain (subject, seq, hash)
    SELECT last.subject, last.seq, last.hash
    FROM jsonb_to_recordset(p_chains) AS s(subject text, lines jsonb)
    JOIN history_event AS last ON last.subject = s.subject AND last.seq = jsonb_array_length(s.lines)
    WHERE jsonb_array_length(s.lines) > 0;
    RETURN cardinality(hashes);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0002_append_only")]
    operations = [migrations.RunSQL(NEW, "DROP FUNCTION history_append_new(jsonb);")]
