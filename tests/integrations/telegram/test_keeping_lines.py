"""A connection is kept for the next call of the same thread, for a while, and never after a trouble."""

from __future__ import annotations

import threading

import httpcore
import pytest

from marshrut.channels.wire import WireTrouble
from marshrut.integrations import messaging
from tests.support.messengers.wires import Line


@pytest.fixture
def greeted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A port for every time a server was greeted."""
    found: list[int] = []
    plain = httpcore.SyncBackend.connect_tcp

    def connect(self: httpcore.SyncBackend, host: str, port: int, *words: object) -> httpcore.NetworkStream:
        found.append(port)
        return plain(self, host, port, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return found


def test_call_after_call(line: Line, greeted: list[int]) -> None:
    for one in range(5):
        line.send("Борис", str(one))
    assert len(greeted) == 1
    thread = threading.Thread(target=line.send, args=("Борис", "из другого потока"))
    thread.start()
    thread.join(5)
    assert len(greeted) == 2


def test_not_after_a_trouble_and_not_for_ever(line: Line, greeted: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    line.send("Борис")
    line.messenger.fault("cut")
    with pytest.raises(WireTrouble):
        line.send("Борис")
    line.send("Борис")
    assert len(greeted) == 2
    monkeypatch.setattr(messaging, "IDLE", -1.0)
    line.send("Борис")
    assert len(greeted) == 3


def test_another_way_is_another_connection(line: Line, greeted: list[int]) -> None:
    line.send("Борис")
    other = line.with_settings(proxy="http://127.0.0.1:9")
    with pytest.raises(WireTrouble) as found:
        line.wire.poll(other, "", 0)
    assert found.value.code == "forbidden"
    line.send("Борис")
    assert len(greeted) == 1
