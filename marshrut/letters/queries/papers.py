"""What letters are, and those whose papers have been read since they were looked at."""

from __future__ import annotations

from marshrut.definitions import queries as definitions
from marshrut.documents import queries as documents

from ..models import Letter

#: how many of the newest are asked about
NEWEST = 500


def unread() -> list[int]:
    """For the worker."""
    waiting = Letter.objects.filter(paper_read=False, paper_id__isnull=False).order_by("-card")
    papers = dict(waiting.values_list("card", "paper_id")[:NEWEST])
    known = documents.known_texts({paper for paper in papers.values() if paper})
    return sorted(card for card, paper in papers.items() if paper in known)


def letter_types() -> list[str]:
    """Keys of the card types that are letters today."""
    types = (one for version in definitions.current().active for one in version.pack.card_types)
    return [one.key for one in types if one.letter is not None]
