"""A look at a chosen file while the form is typed; nothing of it is kept."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.documents.models import StoredFile
from tests.support.office import Office
from tests.support.word_files import docx

pytestmark = pytest.mark.django_db


def test_a_word_file_is_shown_by_its_text(office: Office, client: Client) -> None:
    client.force_login(office.people["alisa"])
    sent = SimpleUploadedFile("Договор.docx", docx("Аванс тридцать процентов"))
    answer = client.post("/files/preview/", {"file": sent})
    assert "Аванс тридцать процентов" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_what_only_calls_itself_word_shows_nothing(office: Office, client: Client) -> None:
    client.force_login(office.people["alisa"])
    answer = client.post("/files/preview/", {"file": SimpleUploadedFile("Договор.docx", b"<script>")})
    assert answer.status_code == 204
