"""«Проверить» of MAX: where it stops and what it says."""

from __future__ import annotations

import pytest
from django.utils import translation

from marshrut.channels.wire import Account
from marshrut.kernel.outside import Step
from tests.support.messengers.wires import Line


def steps(line: Line, account: Account | None = None) -> list[Step]:
    with translation.override("ru"):
        return line.wire.check(account or line.account)


def test_all_is_well(line: Line) -> None:
    line.wire.listen(line.account, "https://portal.example.ru/hooks/max/secret-in-the-path/")
    found = steps(line)
    assert [(one.key, one.outcome) for one in found] == [("address", "ok"), ("bot", "ok"), ("hook", "ok")]
    assert found[1].said == "@marshrut_demo_max_bot"
    assert "portal.example.ru" in found[2].said
    assert "secret-in-the-path" not in str(found)
    assert not line.messenger.messages("Борис Петров")


def test_a_wrong_token(line: Line) -> None:
    found = steps(line, Account("max", line.account.settings, {"token": "wrong-token"}))
    assert [(one.key, one.outcome) for one in found] == [("address", "ok"), ("bot", "bad")]
    assert found[-1].advice
    assert "wrong-token" not in str(found)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://10.0.0.5", "https://no-such-host.invalid"])
def test_no_way_there(line: Line, address: str) -> None:
    found = steps(line, line.with_settings(address=address))
    assert [(one.key, one.outcome) for one in found] == [("address", "bad")]


def test_no_certificates_where_they_should_be(line: Line) -> None:
    found = steps(line, line.with_settings(authorities="/no/such/file.pem"))
    assert [one.outcome for one in found] == ["bad"]


def test_nobody_is_called_yet(line: Line) -> None:
    assert [one.outcome for one in steps(line)] == ["ok", "ok", "warn"]


def test_another_place_is_called_while_we_ask(line: Line) -> None:
    line.wire.listen(line.account, "https://elsewhere.example.ru/hook")
    found = steps(line, line.with_settings(hook=False))
    assert (found[-1].outcome, "elsewhere.example.ru" in found[-1].said) == ("warn", True)
