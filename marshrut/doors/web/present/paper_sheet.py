"""The approval sheet of one round as a paper: the words that the print form takes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, paper
from marshrut.cards.queries import sheet as sheets
from marshrut.cards.queries.timeline import Wording
from marshrut.documents import forms
from marshrut.kernel.errors import NotFound

from .viewer import Viewer


def data(view: CardView, viewer: Viewer, n: int, address: str) -> forms.SheetData:
    """Raises NotFound when there was no such round."""
    words = Wording(view.definition, viewer.chart, viewer.zone)
    found = sheets.sheet(view, words)
    one = next((one for one in found.rounds if one.n == n), None)
    if one is None:
        raise NotFound(_("There was no such round."))
    return paper.data(view, one, found, words, viewer.actor, viewer.now, address)
