"""«Регистрационная карточка» of a document as PDF/A."""

from __future__ import annotations

import io

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marshrut.documents import forms, queries, serving
from marshrut.doors.web.present.documents import registration
from marshrut.doors.web.present.viewer import Viewer

from .base import page


@page
@require_GET
def card(request: HttpRequest, document_id: int) -> FileResponse:
    viewer = Viewer.of(request)
    found = queries.document_page(viewer.actor, document_id)
    made = forms.registration_card(registration.data(found, viewer, _address(request, document_id)))
    name = _("Registration card {number}").format(number=found.row.number or found.row.title)
    return serving.response(io.BytesIO(made), serving.table_headers(f"{name}.pdf", "application/pdf"))


def _address(request: HttpRequest, document_id: int) -> str:
    origin = settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
    return f"{origin}/documents/{document_id}/"
