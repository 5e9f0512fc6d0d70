"""To which letter an e-mail belongs."""

from __future__ import annotations

from collections.abc import Sequence

from .shapes import Suggestion


def suggest_thread(
    *,
    in_reply_to: str = "",
    references: Sequence[str] = (),
    subject: str = "",
    body: str = "",
    company: int | None = None,
) -> Suggestion | None:
    """For programs: the letter that the e-mail answers, by its headers, then by the numbers it names.

    `company`: the sender, when known: a number that several letters have counts for that company only.
    """
    return None
