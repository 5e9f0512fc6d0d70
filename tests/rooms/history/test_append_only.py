"""The database refuses change; what got in past it is found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from marshrut.history import queries, record
from marshrut.history.verify import verify
from marshrut.kernel.actor import Actor

ALICE = Actor.person(1)
AT = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
EVENT, CHAIN = "history_event", "history_chain"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _written() -> None:
    for subject in ("card:16", "card:17"):
        record.append(subject, [line(number) for number in range(1, 6)])


def line(number: int) -> record.Line:
    return record.line(f"step.{number}", actor=ALICE, at=AT, body={"n": number}, values={"text": f"Слово {number}"})


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def tamper(sql: str) -> list[tuple[str, int, str]]:
    """Do what only the owner of the database can: switch the triggers off."""
    for table in (EVENT, CHAIN):
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    run(sql)
    return [(finding.subject, finding.seq, finding.what) for finding in verify()]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE history_event SET body = '{}' WHERE seq = 1",
        "UPDATE history_event SET at = now()",
        "UPDATE history_event SET actor_id = 2",
        "UPDATE history_event SET hash = '\\x00'",
        "UPDATE history_event SET digests = '{}'",
        'UPDATE history_event SET erasable = \'{"text": ["s", "other"]}\'',
        'UPDATE history_event SET erasable = erasable || \'{"more": ["s", "x"]}\'',
        "UPDATE history_event SET seq = seq + 100",
        "DELETE FROM history_event",
        "DELETE FROM history_event WHERE seq = 5",
        "TRUNCATE history_event",
        "UPDATE history_chain SET seq = 1",
        "UPDATE history_chain SET subject = 'card:99' WHERE subject = 'card:17'",
        "DELETE FROM history_chain",
        "TRUNCATE history_chain",
    ],
)
def test_the_database_refuses(sql: str) -> None:
    for table in (EVENT, CHAIN):
        run(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run(sql)
    assert verify() == []


def test_a_value_may_be_taken_out_and_the_chain_holds() -> None:
    run("UPDATE history_event SET erasable = erasable - 'text' WHERE subject = 'card:17' AND seq = 2")
    findings = verify()
    assert [(f.subject, f.seq, f.what, f.alarm) for f in findings] == [("card:17", 2, "erased", False)]
    assert queries.timeline("card:17")[1].erased == {"text"}


def test_tampering_past_the_triggers_is_found() -> None:
    assert tamper("UPDATE history_event SET body = '{\"n\": 9}' WHERE subject = 'card:17' AND seq = 3") == [
        ("card:17", 3, "edited")
    ]


@pytest.mark.parametrize("nonsense", ["[]", "1", "null", '{"text": 1}', '{"text": ["s"]}'])
@pytest.mark.parametrize(("column", "what"), [("body", "edited"), ("digests", "edited"), ("erasable", "value")])
def test_nonsense_past_the_triggers_is_found_and_stops_nothing(column: str, what: str, nonsense: str) -> None:
    found = tamper(f"UPDATE history_event SET {column} = '{nonsense}' WHERE subject = 'card:16' AND seq = 3")
    assert ("card:16", 3, what) in found
    assert {finding[:2] for finding in found} == {("card:16", 3)}


def test_a_deletion_past_the_triggers_is_found() -> None:
    assert tamper("DELETE FROM history_event WHERE subject = 'card:17' AND seq = 3") == [("card:17", 3, "missing")]


def test_a_cut_tail_is_found() -> None:
    assert tamper("DELETE FROM history_event WHERE subject = 'card:17' AND seq > 3") == [("card:17", 4, "cut")]


def test_a_whole_chain_deleted_is_found() -> None:
    assert tamper("DELETE FROM history_event WHERE subject = 'card:17'") == [("card:17", 1, "cut")]


def test_an_insertion_is_found() -> None:
    found = tamper(
        "INSERT INTO history_event SELECT subject, 6, at, kind, actor_kind, actor_id, actor_label, via, on_behalf_of,"
        " alg, body, digests, erasable, hash FROM history_event WHERE subject = 'card:17' AND seq = 5"
    )
    assert found == [("card:17", 6, "edited"), ("card:17", 6, "extra")]


def test_a_chain_put_in_without_an_end_is_found() -> None:
    found = tamper("UPDATE history_chain SET subject = 'card:99' WHERE subject = 'card:17'")
    assert ("card:17", 1, "extra") in found
    assert ("card:99", 1, "cut") in found
    assert not [finding for finding in found if finding[0] == "card:16"]


def test_swapped_rows_are_found() -> None:
    found = tamper(
        "UPDATE history_event SET seq = 99 WHERE subject = 'card:17' AND seq = 2;"
        "UPDATE history_event SET seq = 2 WHERE subject = 'card:17' AND seq = 3;"
        "UPDATE history_event SET seq = 3 WHERE subject = 'card:17' AND seq = 99"
    )
    assert {("card:17", 2, "edited"), ("card:17", 3, "edited")} <= set(found)


def test_an_end_kept_elsewhere_catches_a_chain_that_is_gone_without_a_trace() -> None:
    anchors = {subject: queries.head(subject) for subject in ("card:16", "card:17")}
    assert verify(anchors=anchors) == []
    tamper("DELETE FROM history_event WHERE subject = 'card:17'; DELETE FROM history_chain WHERE subject = 'card:17'")
    assert verify() == []
    assert [(f.subject, f.what) for f in verify(anchors=anchors)] == [("card:17", "cut")]
    assert [(f.subject, f.what) for f in verify("card:17", anchors)] == [("card:17", "cut")]
