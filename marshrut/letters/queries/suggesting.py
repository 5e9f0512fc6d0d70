"""To which letter an e-mail belongs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from marshrut.calendars.queries import today

from ..models import Letter, Message
from ..rules import matching
from ..rules.headers import bare
from ..rules.matching import Known
from ..rules.numbers import quoted
from .shapes import Suggestion

_COLUMNS = ("card", "direction", "company_id", "number_key", "their_key", "dated", "sent_on", "their_date", "day")


def suggest_thread(
    *,
    in_reply_to: str = "",
    references: Sequence[str] = (),
    subject: str = "",
    body: str = "",
    company: int | None = None,
) -> Suggestion | None:
    """For programs: the letter that the e-mail answers, by its headers, then by the numbers it names.

    `company`: the sender, when known: a number that several letters may have counts for that company only.
    """
    return _by_headers([bare(in_reply_to), *(bare(one) for one in reversed(references))]) or _by_numbers(
        f"{subject}\n\n{body}", company
    )


def _by_headers(ids: Sequence[str]) -> Suggestion | None:
    """The last letter named that is known."""
    asked = [one for one in ids if one]
    cards = dict(Message.objects.filter(message_id__in=asked, card__isnull=False).values_list("message_id", "card"))
    letters = Letter.objects.in_bulk(one for one in cards.values() if one is not None)
    found = next((letters[at] for one in asked if (at := cards.get(one) or 0) in letters), None)
    return Suggestion(found.card, found.company_id, found.project_id, "header") if found else None


def _by_numbers(text: str, company: int | None) -> Suggestion | None:
    said = quoted(text)
    if not said:
        return None
    keys = [one.key for one in said]
    rows = Letter.objects.filter(Q(number_key__in=keys) | Q(their_key__in=keys))
    known = [Known(*row) for row in rows.values_list(*_COLUMNS)]
    reader = Known(0, "in", company, "", "", None, None, None, today())
    for one in said:
        other = matching.chosen(reader, one, [it for it in known if one.key in (it.number_key, it.their_key)])
        if other is not None:
            project = Letter.objects.values_list("project_id", flat=True).get(card=other.card)
            return Suggestion(other.card, other.company, project, "number", one.number)
    return None
