"""Settings are changed by administrators: clean values, a sentence for each wrong one, before and after in history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from marshrut.definitions import queries, revision
from marshrut.definitions.commands import change_settings, install_pack
from marshrut.definitions.models import SettingValue
from marshrut.history import kinds
from marshrut.history.queries import timeline
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden, Invalid, NotFound
from tests.support.company import SYSTEM, Company, acting
from tests.support.packs import PACKS

AT = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _installed(office: Company) -> None:
    install_pack(SYSTEM, path=str(PACKS / "payments"))


def change(by: Actor = SYSTEM, **values: Any) -> list[str]:
    return list(change_settings(by, pack="payments", values=values)["changed"])


def rows(language: str = "ru") -> dict[str, queries.SettingRow]:
    return {row.key: row for row in queries.setting_rows("payments", language)}


def test_defaults_hold_until_somebody_changes_them(office: Company) -> None:
    row = rows()["remind_after"]
    assert (row.value, row.default, row.min, row.max, row.is_default) == (2, 2, 1, 20, True)
    assert (row.changed_at, row.changed_by, row.kind) == (None, "", "work_days")
    assert rows("en")["cutoff"].title.startswith("Arrived for payment")
    assert (rows()["cutoff"].min, rows()["cutoff"].max) == (None, None)


def test_a_changed_setting_says_who_and_when(office: Company) -> None:
    with clock.running(lambda: AT):
        changed = change(acting(office.admin), remind_after=" 3 ", cutoff="9.05", self_approval_limit="1 000 000,00 ₽")
    assert changed == ["remind_after", "cutoff", "self_approval_limit"]
    values = queries.settings("payments")
    assert [values[key] for key in changed] == [3, "09:05", 1_000_000]
    row = rows()["cutoff"]
    assert (row.changed_at, row.changed_by) == (AT, "Дёмина\u00a0Д.\u00a0С.")


def test_a_choice_is_one_of_its_keys(office: Company) -> None:
    row = rows()["self_approval"]
    assert (row.kind, row.value, row.min, row.max) == ("choice", "second_above", None, None)
    assert [key for key, _ in row.choices] == ["second_above", "forbidden", "marked", "off"]
    assert change(self_approval=" forbidden ") == ["self_approval"]
    for wrong in ("", "Forbidden", 3, None):
        with pytest.raises(Invalid) as refused:
            change(self_approval=wrong)
        assert list(refused.value.fields) == ["self_approval"]
    assert queries.settings("payments")["self_approval"] == "forbidden"


def test_history_tells_before_and_after(office: Company) -> None:
    change(acting(office.admin), remind_after=3, escalate_after=1)
    told = timeline("pack:payments")[-1]
    assert told.body == {"setting": "payments/remind_after", "before": 2, "after": 3}
    with translation.override("ru"):
        said = kinds.sentence(told, lambda what, value: queries.setting_title(value, "ru"))
    assert said == "Через сколько напомнить исполнителю, если он не взял задание: 2 → 3"
    assert len([event for event in timeline("pack:payments") if event.kind == "pack.setting_changed"]) == 1


def test_saving_what_is_there_already_changes_nothing(office: Company) -> None:
    assert change(remind_after="2", cutoff="13:00") == []
    assert not SettingValue.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        ({"remind_after": ""}, {"remind_after": "Заполните это поле."}),
        ({"remind_after": "два"}, {"remind_after": "Напишите целое число."}),
        ({"remind_after": "2.5"}, {"remind_after": "Напишите целое число."}),
        ({"remind_after": None}, {"remind_after": "Напишите целое число."}),
        ({"remind_after": True}, {"remind_after": "Напишите целое число."}),
        ({"remind_after": 0}, {"remind_after": "Не меньше 1."}),
        ({"remind_after": "21"}, {"remind_after": "Не больше 20."}),
        ({"remind_after": "9" * 30}, {"remind_after": "Напишите целое число."}),
        ({"self_approval_limit": "100,50"}, {"self_approval_limit": "Напишите целое число."}),
        ({"cutoff": "25:00"}, {"cutoff": "Напишите время суток, например 13:00."}),
        ({"cutoff": 13}, {"cutoff": "Напишите время суток, например 13:00."}),
        ({"remind": 1}, {"remind": "Такой настройки нет."}),
        ({"check_every": 0, "cutoff": "x", "repeat_every": 5}, {
            "check_every": "Не меньше 1.",
            "cutoff": "Напишите время суток, например 13:00.",
        }),
    ],
)  # fmt: skip
def test_wrong_values_are_refused_together(office: Company, values: dict[str, Any], sentences: dict[str, str]) -> None:
    with translation.override("ru"), pytest.raises(Invalid) as refusal:
        change(**values)
    with translation.override("ru"):
        assert {key: str(said) for key, said in refusal.value.fields.items()} == sentences
    assert not SettingValue.objects.exists()


def test_only_administrators_and_the_system_change_settings(office: Company) -> None:
    for actor in (acting(office.alice), acting(office.director), Actor.robot("payments"), Actor("integration", "api")):
        with pytest.raises(Forbidden):
            change(actor, remind_after=3)
    assert change(remind_after=3) == ["remind_after"]


def test_there_is_no_other_pack(office: Company) -> None:
    with pytest.raises(NotFound):
        change_settings(SYSTEM, pack="letters", values={})


def test_a_version_without_a_setting_lives_on_and_other_bounds_are_kept(office: Company, files: dict[str, str]) -> None:
    change(remind_after=15, escalate_after=7)
    old = queries.active_for("payment_request")
    head = files["pack.yaml"].replace("version: 1.3.0", "version: 2.0.0").replace("    max: 20\n", "    max: 5\n")
    install_pack(SYSTEM, content={**files, "pack.yaml": head})
    shelf = queries.current()
    assert shelf.settings("payments")["remind_after"] == 2, "15 is not allowed any more"
    assert shelf.settings("payments")["escalate_after"] == 7
    assert shelf.settings_of(old)["remind_after"] == 15


def test_reading_again_costs_one_query(office: Company, django_assert_num_queries: Callable[[int], Any]) -> None:
    queries.settings("payments")
    with django_assert_num_queries(1):
        queries.settings("payments")
    seen = queries.current_revision()
    with django_assert_num_queries(0):
        assert queries.at(seen).settings("payments")["remind_after"] == 2
    change(remind_after=3)
    assert queries.at(revision.read()).settings("payments")["remind_after"] == 3


def test_settings_page_needs_few_queries(
    office: Company, django_assert_max_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    change(remind_after=3, cutoff="12:00")
    queries.current()
    with django_assert_max_num_queries(2):
        rows()
    with django_assert_max_num_queries(2):
        assert [line.title for line in queries.packs("ru")] == ["Оплаты"]
