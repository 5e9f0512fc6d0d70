"""What went wrong with a mail server, in plain words, and what to do about it."""

from __future__ import annotations

from marshrut.letters.mail_sentences import MAIL_TROUBLES


def happened(code: str) -> str:
    return str(MAIL_TROUBLES.get(code, MAIL_TROUBLES["protocol"])[0])


def advice(code: str) -> str:
    return str(MAIL_TROUBLES.get(code, MAIL_TROUBLES["protocol"])[1])
