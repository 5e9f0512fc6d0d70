"""A formalised document chosen in a form: what it says to the other fields. Nothing is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marshrut.cards import filling, queries
from marshrut.cards.queries.timeline import Wording
from marshrut.documents import queries as documents
from marshrut.doors.web.present import reading
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import NotFound

from .base import page

#: bytes; what operators give out is far smaller
LARGEST = 64 << 20


@page
@require_POST
def read(request: HttpRequest, card_type: str) -> HttpResponse:
    """204 when the file is no such document, else what was read, as the inputs of the form take it."""
    viewer, kind = Viewer.of(request), queries.card_type(card_type)
    field, file = request.GET.get("field", ""), request.FILES.get("file")
    if field not in filling.readable(kind):
        raise NotFound(_("There is no such field."))
    if file is None or file.size is None or file.size > LARGEST:
        return HttpResponse(status=204)
    found = documents.sketch_formal(file.name or "", file)
    if found.document is None:
        return JsonResponse({"note": found.note}) if found.note else HttpResponse(status=204)
    said = filling.filling(kind, field, found.document, viewer.now.astimezone(viewer.zone).date())
    words = Wording(queries.definition_today(kind.key), viewer.chart, viewer.zone)
    return JsonResponse(reading.said(words, found.document, said, viewer.person))
