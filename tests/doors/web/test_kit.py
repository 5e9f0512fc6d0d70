"""/ui-kit/ shows every widget and screen, to people who are signed in; every page carries the content policy."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from marshrut.doors.web.middleware import POLICY
from marshrut.doors.web.samples import catalogue
from marshrut.doors.web.screens.parts import Badge, Due, DueTone, Face, Tone
from marshrut.doors.web.templatetags import kit
from marshrut.org.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(
        Person.objects.create(email="alice@example.org", last_name="Андреева", first_name="Алиса", is_admin=True)
    )
    return client


@pytest.mark.parametrize("name", sorted(catalogue.SCREENS))
def test_every_screen_renders_with_samples(alice: Client, name: str) -> None:
    page = alice.get(f"/ui-kit/{name}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<h1") == 1
    assert 'lang="ru"' in text
    assert "{%" not in text
    assert "{{" not in text


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    for address in ("/ui-kit/", "/ui-kit/card/", "/ui-kit/page.svg", "/ui-kit/suggest/"):
        assert client.get(address).headers["Location"].startswith("/login/")


def test_clerks_see_samples_only_where_they_train(client: Client) -> None:
    client.force_login(Person.objects.create(email="v@example.org", last_name="Волков", first_name="Виктор"))
    for address in ("/ui-kit/", "/ui-kit/card/", "/ui-kit/page.svg", "/ui-kit/suggest/"):
        with override_settings(TRAINING=False):
            assert client.get(address).status_code == 403
        with override_settings(TRAINING=True):
            assert client.get(address).status_code == 200


def test_no_such_sample(alice: Client) -> None:
    page = alice.get("/ui-kit/nothing/")
    assert page.status_code == 404
    assert "Такой страницы нет" in page.content.decode()


def test_pages_carry_the_policy_and_are_not_stored(alice: Client) -> None:
    page = alice.get("/ui-kit/")
    assert page.headers["Content-Security-Policy"] == POLICY
    assert "unsafe-eval" not in POLICY
    assert page.headers["Cache-Control"] == "no-store"


def test_pages_speak_the_language_of_the_profile(client: Client) -> None:
    client.force_login(
        Person.objects.create(email="b@example.org", last_name="B", first_name="Boris", language="en", is_admin=True)
    )
    page = client.get("/ui-kit/inbox/", headers={"accept-language": "ru"}).content.decode()
    assert 'lang="en"' in page
    assert "Take to work" in page


def test_every_writing_form_has_a_client_key(alice: Client) -> None:
    for name in catalogue.SCREENS:
        page = alice.get(f"/ui-kit/{name}/").content.decode()
        for form in re.findall(r'<form[^>]*method="post".*?</form>', page, flags=re.DOTALL):
            if "/login/" in form or "/logout/" in form:
                continue
            assert 'name="csrfmiddlewaretoken"' in form
            assert re.search(r'name="key" value="[\w-]{16}"', form), form[:200]


def test_two_renderings_have_two_keys(alice: Client) -> None:
    keys = {re.findall(r'name="key" value="([\w-]+)"', alice.get("/ui-kit/card/").content.decode())[0] for _ in "ab"}
    assert len(keys) == 2


def test_the_service_worker_keeps_no_pages(client: Client) -> None:
    worker = client.get("/sw.js")
    text = worker.content.decode()
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "/offline/" in text
    assert "{%" not in text
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/inbox/"
    assert "Нет связи" in client.get("/offline/", headers={"accept-language": "ru"}).content.decode()


def test_widgets_escape_what_people_type() -> None:
    evil = "<script>\"'&"
    for drawn in (
        kit.badge(Badge(evil, Tone.BAD)),
        kit.due(Due(evil, DueTone.LATE, evil)),
        kit.face(Face(evil, evil, "1")),
        kit.bare_face(Face(evil, evil)),
    ):
        assert "<script>" not in drawn
        assert "&lt;script&gt;" in drawn
