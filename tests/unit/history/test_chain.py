"""The verifier against hand-made tampering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from marshrut.history import rules
from marshrut.history.stored import End, Stored
from marshrut.history.verify import Finding, check

CARD = "card:17"
START = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


def row(seq: int, **changes: Any) -> Stored:
    comment = f"Комментарий {seq}"
    digests = {"text": rules.digest("соль", comment)}
    plain = Stored(
        subject=CARD,
        seq=seq,
        at=START + timedelta(minutes=seq),
        kind="card.moved",
        actor_kind="person",
        actor_id=5,
        actor_label="",
        via="web",
        on_behalf_of=None,
        alg=1,
        body={"to": f"stage{seq}"},
        digests=digests,
        erasable={"text": ["соль", comment]},
        hash=b"",
    )
    return replace(plain, **changes)


def chained(rows: Sequence[Stored], before: bytes = rules.START) -> list[Stored]:
    """The rows with the hashes an honest writer would give them."""
    linked = []
    for one in rows:
        before = rules.link(one.fields(), before)
        linked.append(replace(one, hash=before))
    return linked


def found(rows: Sequence[Stored], end: End | None, anchor: End | None = None) -> list[tuple[int, str]]:
    return [(finding.seq, finding.what) for finding in check(CARD, rows, end, anchor)]


ROWS = chained([row(seq) for seq in range(1, 6)])
END = End(5, ROWS[-1].hash)


def test_an_honest_chain_has_no_findings() -> None:
    assert found(ROWS, END) == []
    assert found([], None) == []


def test_an_edited_row_is_found_once_whatever_was_edited() -> None:
    changes: list[dict[str, Any]] = [
        {"body": {"to": "paid"}},
        {"at": START},
        {"kind": "card.created"},
        {"actor_kind": "robot"},
        {"actor_id": 6},
        {"actor_id": None},
        {"actor_label": "x"},
        {"via": "api"},
        {"on_behalf_of": 7},
        {"alg": 2},
        {"subject": "card:18"},
    ]
    for change in changes:
        rows = [*ROWS[:2], replace(ROWS[2], **change), *ROWS[3:]]
        assert found(rows, END) == [(3, "edited")], change


def test_an_edit_with_its_hash_made_anew_shows_on_the_next_row() -> None:
    forged = chained([replace(ROWS[2], body={"to": "paid"})], ROWS[1].hash)
    assert found([*ROWS[:2], *forged, *ROWS[3:]], END) == [(4, "edited")]


def test_a_deleted_row_is_found() -> None:
    assert found([*ROWS[:2], *ROWS[3:]], END) == [(3, "missing")]
    assert found(ROWS[1:], END) == [(1, "missing")]


def test_a_deleted_row_is_found_when_the_others_are_numbered_anew() -> None:
    closed = [*ROWS[:2], *(replace(one, seq=one.seq - 1) for one in ROWS[3:])]
    assert (3, "edited") in found(closed, END)
    assert found(closed, END)[-1] == (5, "cut")


def test_an_inserted_row_is_found() -> None:
    fake = replace(row(3), hash=b"\x01" * 32)
    moved = [*ROWS[:2], fake, *(replace(one, seq=one.seq + 1) for one in ROWS[2:])]
    assert (3, "edited") in found(moved, END)
    assert found([*ROWS, *chained([row(6)], ROWS[-1].hash)], END) == [(6, "extra")]


def test_two_rows_with_one_number_are_found() -> None:
    assert found([*ROWS[:3], ROWS[2], *ROWS[3:]], END) == [(3, "extra")]


def test_reordered_rows_are_found() -> None:
    second, third = ROWS[1], ROWS[2]
    swapped = [ROWS[0], replace(third, seq=2), replace(second, seq=3), *ROWS[3:]]
    assert {(2, "edited"), (3, "edited")} <= set(found(swapped, END))


def test_a_cut_off_tail_is_found() -> None:
    assert found(ROWS[:3], END) == [(4, "cut")]
    assert found([], END) == [(1, "cut")]


def test_rows_of_a_chain_without_an_end_are_found() -> None:
    assert found(ROWS[:1], None) == [(1, "extra")]


def test_a_chain_rewritten_with_its_end_is_caught_by_an_end_kept_elsewhere() -> None:
    forged = chained([*ROWS[:2], *(replace(one, body={"to": "paid"}) for one in ROWS[2:])])
    end = End(5, forged[-1].hash)
    assert found(forged, end) == []
    assert found(forged, end, anchor=END) == [(5, "rewritten")]
    assert found(ROWS[:2], End(2, ROWS[1].hash), anchor=END) == [(3, "cut")]


def test_an_erased_value_is_told_and_is_no_alarm() -> None:
    rows = [*ROWS[:2], replace(ROWS[2], erasable={}), *ROWS[3:]]
    assert list(check(CARD, rows, END)) == [Finding(CARD, 3, "erased", "text")]
    assert not Finding(CARD, 3, "erased", "text").alarm


def test_a_changed_or_added_value_is_found() -> None:
    changed = replace(ROWS[2], erasable={"text": ["соль", "Другое"]})
    added = replace(ROWS[2], erasable={**ROWS[2].erasable, "sum": ["соль", "1"]})
    assert found([*ROWS[:2], changed, *ROWS[3:]], END) == [(3, "value")]
    assert found([*ROWS[:2], added, *ROWS[3:]], END) == [(3, "value")]
    assert Finding(CARD, 3, "value").alarm
