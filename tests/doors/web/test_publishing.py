"""«Публикация маршрута»: upload, problems in words, a draft that stays, publishing; who may not is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.definitions import queries as definitions
from marshrut.rehearsals.models import Draft as DraftRow
from tests.doors.web.conftest import shown
from tests.support.office import Office

#: small enough to be proved in a moment
HEAD = """key: trying
version: {version}
title: {{ru: Проба, en: A try}}
roles:
  finance_manager: {{ru: Финансовый менеджер, en: Finance manager}}
"""
TYPE = (Path(__file__).parent / "samples" / "wish.yaml").read_text(encoding="utf-8")


def sent(version: str = "1.0.0", wish: str = TYPE) -> list[SimpleUploadedFile]:
    files = {"pack.yaml": HEAD.format(version=version), "wish.yaml": wish}
    return [SimpleUploadedFile(name, text.encode()) for name, text in files.items()]


def put(browser: Client, files: list[SimpleUploadedFile], comment: str = "") -> str:
    answer = browser.post("/routes/publish/", {"files": files, "comment": comment})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_what_is_right_is_published(office: Office, admin: Client) -> None:
    where = put(admin, sent(), "Первая версия")
    text = shown(admin, where)
    assert f"{where}publish" in text, text
    assert "Проба 1.0.0" in text
    assert "trying" not in text
    assert "Проба" in shown(admin, "/routes/publish/")
    answer = admin.post(f"{where}publish", {"confirmed": "1"})
    assert answer.status_code == 302, answer.content.decode()
    assert definitions.active_for("wish").pack.version == "1.0.0"
    assert "Первая версия" in shown(admin, "/routes/publish/")
    assert admin.get(where).status_code == 404


def test_warnings_are_confirmed_and_new_ones_are_seen_first(office: Office, admin: Client) -> None:
    otherwise = "otherwise: [{role: finance_manager}]"
    where = put(admin, sent(wish=TYPE.replace(otherwise, f"{otherwise}\n        pause: {{max_days: 365}}")))
    refused = admin.post(f"{where}publish")
    assert refused.status_code == 422
    assert "Подтвердите, что прочитали предупреждения" in refused.content.decode()
    DraftRow.objects.update(problems=[])  # as if it had come since
    refused = admin.post(f"{where}publish", {"confirmed": "1"})
    assert refused.status_code == 422
    assert "которых вы ещё не видели" in refused.content.decode()
    assert admin.post(f"{where}publish", {"confirmed": "1"}).status_code == 302


def test_what_is_wrong_is_told_and_kept(office: Office, admin: Client) -> None:
    where = put(admin, sent(wish=TYPE.replace("to: done", "to: dune")), "Опечатка")
    text = shown(admin, where)
    assert "done" in text
    assert "Пока опубликовать нельзя" in text
    assert f"{where}publish" not in text
    assert "Опечатка" in text
    refused = admin.post(f"{where}publish", {"confirmed": "1"})
    assert refused.status_code == 422
    assert "wish.yaml" in refused.content.decode()
    better = [SimpleUploadedFile("wish.yaml", TYPE.encode())]
    assert admin.post(f"{where}files", {"files": better}).status_code == 302
    assert f"{where}publish" in shown(admin, where)


def test_an_installed_version_is_saved_and_comes_back_the_same(office: Office, admin: Client) -> None:
    where = put(admin, sent())
    assert admin.post(f"{where}publish", {"confirmed": "1"}).status_code == 302
    version = definitions.active_for("wish")
    content = b"".join(admin.get(f"/routes/publish/versions/{version.id}/files"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == ["pack.yaml", "wish.yaml"]
    again = put(admin, [SimpleUploadedFile("trying.zip", content)])
    assert admin.post(f"{again}publish", {"confirmed": "1"}).status_code == 302
    assert definitions.active_for("wish").id == version.id


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("pack.zip", b"PK nothing", "ZIP не открывается"),
        ("Пакет.yaml", b"key: x", "не может быть файлом пакета"),
        ("pack.yaml", b"\xff\xfe", "не текст в UTF-8"),
        ("pack.yaml", b"a" * (5 * 1024 * 1024 + 1), "больше 5 МБ"),
    ],
)
def test_what_is_no_pack_is_refused_and_the_comment_stays(
    office: Office, admin: Client, name: str, content: bytes, said: str
) -> None:
    answer = admin.post("/routes/publish/", {"files": [SimpleUploadedFile(name, content)], "comment": "Моё"})
    assert answer.status_code == 422
    assert said in answer.content.decode().replace("\u00a0", " ")
    assert "Моё" in answer.content.decode()


def test_a_bomb_is_not_unpacked(office: Office, admin: Client) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.yaml", b"0" * 50_000_000)
    answer = admin.post("/routes/publish/", {"files": [SimpleUploadedFile("pack.zip", out.getvalue())]})
    assert answer.status_code == 422
    assert "больше 5" in answer.content.decode()


def test_only_who_may_install(office: Office, admin: Client, clerk: Client) -> None:
    where = put(admin, sent())
    for address in ("/routes/publish/", where, f"{where}files"):
        assert clerk.get(address).status_code == 403
    assert clerk.post(f"{where}publish").status_code == 403
    assert admin.post(f"{where}discard").status_code == 302
    assert admin.get(where).status_code == 404


def test_a_draft_is_rehearsed(office: Office, admin: Client) -> None:
    where = put(admin, sent())
    draft = where.strip("/").split("/")[-1]
    asked = {"type": f"{draft}:wish", "cards": "3", "days": "1", "horizon": "30", "seed": "1", "how": "hours"}
    answer = admin.post("/rehearsals/new/", {**asked, "hours": "1"})
    assert answer.status_code == 302, answer.content.decode()
    page = shown(admin, answer.headers["Location"])
    assert "Черновик 1.0.0" in page
    assert "<h1>Пожелания</h1>" in page
    assert "<span>Готово</span>" in page
