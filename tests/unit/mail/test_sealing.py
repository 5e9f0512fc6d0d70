"""Passwords of mailboxes in the database."""

from __future__ import annotations

import pytest
from django.test import override_settings

from marshrut.kernel.sealing import LONGEST, Unreadable, seal, unseal


def test_only_the_place_it_was_sealed_for_opens_it() -> None:
    sealed = seal("пароль-приложения", "mailbox.imap")
    assert "пароль" not in sealed
    assert unseal(sealed, "mailbox.imap") == "пароль-приложения"
    with pytest.raises(Unreadable):
        unseal(sealed, "mailbox.smtp")


def test_the_same_secret_looks_different_each_time() -> None:
    assert seal("secret", "x") != seal("secret", "x")


def test_a_key_of_before_still_opens_a_new_one_does_not() -> None:
    with override_settings(SECRET_KEY="old-" * 10):
        sealed = seal("secret", "x")
    with override_settings(SECRET_KEY="new-" * 10, SECRET_KEY_FALLBACKS=["old-" * 10]):
        assert unseal(sealed, "x") == "secret"
    with override_settings(SECRET_KEY="new-" * 10, SECRET_KEY_FALLBACKS=[]), pytest.raises(Unreadable):
        unseal(sealed, "x")


@pytest.mark.parametrize("broken", ["", "nonsense", "gAAAA", "пароль"])
def test_what_is_broken_is_refused(broken: str) -> None:
    with pytest.raises(Unreadable):
        unseal(broken, "x")


def test_a_file_is_no_password() -> None:
    with pytest.raises(ValueError, match="password"):
        seal("x" * (LONGEST + 1), "x")
