"""Passwords that can be read aloud and typed from paper: three made-up words, 42 bits."""

from __future__ import annotations

import secrets

#: few enough that no rude word comes out
CONSONANTS, VOWELS = "bflmnrstv", "aeiou"
GROUPS, LENGTH = 3, 5


def readable() -> str:
    """Like "tobas-lurim-senof"."""
    return "-".join("".join(_letter(place) for place in range(LENGTH)) for _ in range(GROUPS))


def _letter(place: int) -> str:
    return secrets.choice(VOWELS if place % 2 else CONSONANTS)
