"""Letters whose papers have been read since they were looked at."""

from __future__ import annotations

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
