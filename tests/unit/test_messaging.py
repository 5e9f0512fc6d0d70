"""Manners messengers have in common: what is cut, what is hidden, what is never told."""

from __future__ import annotations

from datetime import timedelta
from email.parser import BytesParser
from email.policy import HTTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.channels.wire import Account, WireTrouble
from marshrut.integrations import messaging
from marshrut.kernel.egress import Answer

ACCOUNT = Account("max", {}, {"token": "7001:very secret/token", "proxy_password": "п+роль"})


def answer(status: int = 200, body: bytes = b"{}", **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@pytest.mark.parametrize(
    ("status", "code", "certain"),
    [(429, "limit", True), (401, "refused", True), (413, "too_large", True), (500, "broken", True),
     (503, "broken", True), (502, "broken", False), (504, "broken", False), (400, "protocol", True),
     (403, "protocol", True), (404, "protocol", True)],
)  # fmt: skip
def test_what_a_status_means(status: int, code: str, certain: bool) -> None:
    found = messaging.refused(status)
    assert (found.code, found.certain) == (code, certain)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("7", 7), ("0", 0), ("999999999", 3600), ("-5", None), ("soon", None), ("", None), ("9" * 400, None)],
)
def test_how_long_to_wait(told: str, seconds: int | None) -> None:
    found = messaging.after(answer(429, retry_after=told))
    assert found == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(("seconds", "found"), [(3, 3), (0.5, 0.5), (-3, 0), (10**9, 3600), (float("nan"), None)])
def test_what_the_answer_says_counts_before_the_header(seconds: float, found: float | None) -> None:
    wait = messaging.after(answer(429, retry_after="50"), seconds)
    assert wait == (None if found is None else timedelta(seconds=found))


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"<html>", b"{", b"[" * 9000])
def test_after_a_good_status_nobody_knows_what_nonsense_means(body: bytes) -> None:
    with pytest.raises(WireTrouble) as found:
        messaging.read(answer(200, body))
    assert (found.value.code, found.value.certain) == ("protocol", False)
    with pytest.raises(WireTrouble) as found:
        messaging.read(answer(400, body))
    assert found.value.certain


@pytest.mark.parametrize(
    "said",
    ["bad token 7001:very secret/token", "https://x/bot7001%3Avery%20secret%2Ftoken/me", "proxy said П+РОЛЬ",
     "7001%3Avery+secret%2Ftoken"],
)  # fmt: skip
def test_no_secret_leaves_in_words(said: str) -> None:
    with pytest.raises(WireTrouble) as found, messaging.hushed(ACCOUNT):
        raise WireTrouble("limit", said, retry_after=timedelta(seconds=3), certain=False)
    trouble = found.value
    assert (trouble.code, trouble.said, trouble.retry_after, trouble.certain) == (
        "limit",
        "",
        timedelta(seconds=3),
        False,
    )


def test_other_words_are_told() -> None:
    with pytest.raises(WireTrouble, match="chat not found"), messaging.hushed(ACCOUNT):
        raise WireTrouble("gone", "chat not found")


def test_the_secret_of_the_hook_ends_with_the_token() -> None:
    other = Account("max", {}, {"token": "another"})
    shown = messaging.hook_secret(ACCOUNT)
    assert messaging.proves(ACCOUNT, shown)
    assert not messaging.proves(other, shown)
    assert not messaging.proves(Account("telegram", {}, ACCOUNT.secrets), shown)
    empty = Account("max", {}, {})
    assert not messaging.proves(empty, messaging.hook_secret(empty))
    assert not messaging.proves(ACCOUNT, "не ASCII")
    assert ACCOUNT.secrets["token"] not in shown


@given(st.text(max_size=200), st.integers(1, 60))
def test_words_are_cut_to_what_fits(text: str, most: int) -> None:
    found = messaging.shortened(text, most)
    assert len(found) <= most
    assert found == text or found.endswith("…")


@given(st.text(alphabet=st.characters(), max_size=200))
def test_words_of_others_can_be_kept(text: str) -> None:
    kept = messaging.kept(text)
    assert "\0" not in kept
    kept.encode()
    assert not set(messaging.plain(text)) & set("\u202e\u200b\u2066\0\r\x07")


def test_lines_and_letters_of_every_language_stay() -> None:
    assert messaging.plain("Ёлка\nсчёт\t№ 5 — «ООО» 10 ₽ 日本 😀") == "Ёлка\nсчёт № 5 — «ООО» 10 ₽ 日本 😀"


def test_a_form_is_read_as_it_was_written() -> None:
    hostile = 'счёт"\r\nX: 1.png'
    body, kind = messaging.form({"chat": "5"}, {"data": (hostile, "image/png", b"\x00--\r\nPNG")})
    letter = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    chat, file = letter.iter_parts()
    assert chat.get_payload(decode=True) == b"5"
    assert file.get_payload(decode=True) == b"\x00--\r\nPNG"
    assert file["X"] is None


@pytest.mark.parametrize("number", [None, True, "5", float("nan"), 10**40, -(10**40)])
def test_a_moment_that_is_none(number: object) -> None:
    assert messaging.moment(number) is None
