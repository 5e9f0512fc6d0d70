"""The papers that lie on a contact, a deal or a project, for their pages."""

from __future__ import annotations

from marshrut.documents import queries as documents
from marshrut.doors.web.present.documents import rows as papers
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.documents import DocumentsPart

MOST = 50


def on(viewer: Viewer, place: str, ref: int) -> DocumentsPart:
    found = documents.of_place(viewer.actor, place, ref, limit=MOST)
    return papers.part(found.rows, viewer, place, ref, more=found.next is not None)
