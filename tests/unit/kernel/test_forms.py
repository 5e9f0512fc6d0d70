"""Forms of accounts outside: what is kept, what cannot be right, when secrets are asked for anew."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.kernel import forms
from marshrut.kernel.outside import SettingField

FORM = (
    SettingField("url", "Адрес", "url", default="https://api.example", place=True),
    SettingField("login", "Логин", required=True),
    SettingField("size", "Сколько", "number"),
    SettingField("test", "Проба", "tick"),
    SettingField("secret", "Пароль", "secret", required=True),
)


def flaws(
    given: dict[str, Any], typed: dict[str, str], kept: list[str], before: dict[str, Any] | None
) -> dict[str, str]:
    made = forms.filled(FORM, before or {}, given)
    return forms.flaws(FORM, made, forms.secrets(FORM, typed), kept=kept, before=before, sent=[*given, *typed])


def test_what_is_left_out_stays_and_what_is_emptied_is_as_usual() -> None:
    before = {"url": "https://other.example", "login": "мы", "test": True}
    assert forms.filled(FORM, before, {"url": " "}) == {
        "url": "https://api.example",
        "login": "мы",
        "size": "",
        "test": True,
    }
    assert forms.filled(FORM, before, {"test": ""})["test"] is False


@pytest.mark.parametrize(
    ("given", "field", "flaw"),
    [
        ({"login": ""}, "login", "required"),
        ({"login": "x" * 301}, "login", "long"),
        ({"url": "api.example"}, "url", "url"),
        ({"url": "ftp://api.example"}, "url", "url"),
        ({"url": "https://user:password@api.example"}, "url", "url"),
        ({"size": "0"}, "size", "number"),
        ({"size": "много"}, "size", "number"),
        ({"colour": "red"}, "colour", "unknown"),
    ],
)
def test_what_cannot_be_right(given: dict[str, Any], field: str, flaw: str) -> None:
    assert flaws({"login": "мы", **given}, {"secret": "тайна"}, [], None)[field] == flaw


def test_secrets_are_needed_once_and_again_at_another_place() -> None:
    assert flaws({"login": "мы"}, {}, [], None) == {"secret": "required"}
    before = {"url": "https://api.example", "login": "мы"}
    assert flaws({"login": "вы"}, {}, ["secret"], before) == {}
    assert flaws({"url": "https://evil.example"}, {}, ["secret"], before) == {"secret": "new_place"}
    assert flaws({"url": "https://new.example"}, {"secret": "новая"}, ["secret"], before) == {}
    assert flaws({}, {"secret": "x" * 900}, [], before) == {"secret": "long"}


def test_a_form_is_shown_without_its_secrets() -> None:
    lines = {one.key: one for one in forms.shown(FORM, {}, {one.key for one in FORM if one.kind == "secret"})}
    assert list(lines) == [one.key for one in FORM]
    for one in FORM:
        shown = lines[one.key]
        assert shown.there == (one.kind == "secret")
        assert shown.value == ("" if one.kind in ("secret", "tick") else one.default)
