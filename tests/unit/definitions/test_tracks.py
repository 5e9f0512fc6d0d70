"""Track numbers: what people type becomes what carriers know, and a wrong digit is seen at once (S0.26, A0.5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.definitions.schema import tracks
from marshrut.definitions.schema.tracks import Track, clean

DIGITS = "0123456789"
GOOD = ("12345678901231", "80087700000000")
BAD = "12345678901230"


@pytest.mark.parametrize("number", GOOD)
def test_numbers_of_the_post_that_are_right(number: str) -> None:
    assert clean("post", number) == Track(number, checked=True)


def test_a_wrong_digit_is_refused() -> None:
    assert clean("post", BAD) == Track(BAD, problem="track_check")
    assert clean("ems", "RR473124820GB").problem == "track_check"


@pytest.mark.parametrize(("serial", "digit"), [("47312482", 9), ("00000001", 4), ("00000008", 0), ("00000015", 5)])
def test_check_digits_of_the_postal_union(serial: str, digit: int) -> None:
    assert tracks.s10_digit(serial) == digit
    assert clean("post", f"RR{serial}{digit}GB").checked


@pytest.mark.parametrize(
    ("way", "typed", "kept"),
    [
        ("post", " 800877 00 00000 0 ", "80087700000000"),
        ("post", "800877-00-00000-0", "80087700000000"),
        ("post", "800877\u00a000\u202f00000\u200b0", "80087700000000"),
        ("post", "８００８７７００００００００", "80087700000000"),
        ("post", "rr 473 124 829 gb", "RR473124829GB"),
        ("post", "АА000000014СН", "AA000000014CH"),  # Cyrillic letters
        ("dellin", "16–00011096893", "16-00011096893"),
        ("pek", "армвкои-12/2303", "АРМВКОИ-12/2303"),
        ("pek", "APMBKOИ-12/2303", "АРМВКОИ-12/2303"),  # Latin letters that look like theirs
        ("cdek", "1106 207 236", "1106207236"),
        ("dpd", "rus 0123-45", "RUS0123-45"),
        ("other", "№ 17/а", "17/А"),
    ],
)
def test_what_is_typed_becomes_what_the_carrier_knows(way: str, typed: str, kept: str) -> None:
    track = clean(way, typed)
    assert (track.number, track.problem, track.hint) == (kept, None, None)
    assert clean(way, kept) == track


@pytest.mark.parametrize(
    ("way", "number"), [("post", "1234567890123"), ("cdek", "12345"), ("dellin", "16-1"), ("pek", "ABC")]
)
def test_an_odd_shape_is_only_pointed_at(way: str, number: str) -> None:
    track = clean(way, number)
    assert (track.problem, track.hint, track.checked) == (None, "track_shape", False)


def test_letters_are_changed_only_where_they_can_be_meant() -> None:
    assert clean("boxberry", "АВ12").number == "АВ12"


@pytest.mark.parametrize(("way", "about"), tracks.WAYS.items())
def test_each_way_says_whether_it_has_a_number(way: str, about: tracks.Way) -> None:
    for nothing in ("", None, " \u200b", "—", 7):
        assert clean(way, nothing) == Track("", problem="track_missing" if about.number == "needed" else None)
    assert about.title.en
    assert about.number != "none" or clean(way, "123") == Track("", hint="track_unneeded")


def test_an_unknown_way_asks_for_nothing() -> None:
    assert clean("pigeon", " ab 1 ") == Track("AB1")
    assert clean(None, "") == Track("")


@given(st.text(DIGITS, min_size=13, max_size=13), st.integers(0, 13), st.integers(1, 9))
def test_every_single_wrong_digit_of_the_post_is_seen(first: str, place: int, off: int) -> None:
    right = first + str(tracks.inland_digit(first))
    assert clean("post", right).checked
    wrong = _changed(right, place, off)
    assert clean("post", wrong).problem == "track_check"


@given(st.text(DIGITS, min_size=13, max_size=13), st.integers(0, 12))
def test_swapped_neighbours_of_the_post_are_seen_unless_five_apart(first: str, place: int) -> None:
    """Weights 3 and 1: a swap changes the sum by twice the difference, so five apart is not seen, nor are equals."""
    right = first + str(tracks.inland_digit(first))
    apart = abs(int(right[place]) - int(right[place + 1]))
    assert (clean("post", _swapped(right, place)).problem == "track_check") == (apart not in (0, 5))


@given(st.text(DIGITS, min_size=8, max_size=8), st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_of_the_union_is_seen(serial: str, place: int, off: int) -> None:
    """Only the remainders 0 and 6 share a digit, 5: between such two serials nobody can tell."""
    right = serial + str(tracks.s10_digit(serial))
    wrong = _changed(right, place, off)
    expected = tracks.s10_digit(wrong[:8]) != int(wrong[8])
    assert (clean("post", f"RA{wrong}RU").problem == "track_check") == expected
    assert expected or {_remainder(serial), _remainder(wrong[:8])} == {0, 6}


@given(st.text(DIGITS, min_size=8, max_size=8), st.integers(0, 6))
def test_swapped_neighbours_of_the_union_are_seen(serial: str, place: int) -> None:
    swapped = _swapped(serial, place)
    seen = clean("post", f"RA{swapped}{tracks.s10_digit(serial)}RU").problem == "track_check"
    assert seen or swapped == serial or tracks.s10_digit(swapped) == tracks.s10_digit(serial)
    assert seen or swapped == serial or {_remainder(serial), _remainder(swapped)} == {0, 6}


@given(st.sampled_from(sorted(tracks.WAYS)), st.text(max_size=80))
def test_any_text_is_taken_or_refused_and_stays_what_it_became(way: str, typed: str) -> None:
    track = clean(way, typed)
    assert track.problem in (None, "track_check", "track_missing")
    if track.problem is None:
        assert clean(way, track.number).number == track.number


def _remainder(serial: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11


def _changed(number: str, place: int, off: int) -> str:
    return number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]


def _swapped(number: str, place: int) -> str:
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
