"""The training 1C until it is ended: filled once, kept over restarts, a step of some document now and then."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Final

from . import contents, keeping, story
from .exchange import Base
from .server import LOGIN, PASSWORD, Server
from .story import Cast, Firm

#: pictures of documents take room; in a large base there are none
MOST_PICTURES: Final = 1000
ALONE: Final = Cast(
    Firm("ООО «Ромашка»", "7707083893", "770701001"),
    (Firm("ООО «Вектор»", "7728168971", "772801001"), Firm("ИП Сидорова Анна Игоревна", "500100732259")),
    ("Лебедева Анна",),
)


def serve(port: int, state: Path | None, firms: Path | None, beat: float, *, documents: int = 60) -> None:
    base = Base()
    if state is None or not keeping.load(base, state):
        story.fill(base, _cast(firms), documents, pictures=documents <= MOST_PICTURES)
        if documents <= MOST_PICTURES:
            contents.fill(base)
    server = Server(base, port)
    if state is not None:
        kept = state
        server.saved = lambda: keeping.save(base, kept)
        server.saved()
    if beat:
        threading.Thread(target=_live, args=(server, beat), daemon=True).start()
    page = server.url.partition("/bp/")[0]
    sys.stdout.write(f"Учебная 1С: {page}/  (OData: {server.url}, пользователь {LOGIN}, пароль {PASSWORD})\n")
    sys.stdout.flush()
    server.serve()


def _cast(path: Path | None) -> Cast:
    if path is None:
        return ALONE
    said = json.loads(path.read_text())
    partners = tuple(Firm(*one) for one in said["partners"])
    return Cast(Firm(*said["ours"]), partners, tuple(said["users"]), tuple(map(tuple, said.get("orders", ()))))


def _live(server: Server, seconds: float) -> None:
    beat, pause = 0, threading.Event()
    while not pause.wait(seconds):
        with server.base.lock:
            moved = story.live(server.base, beat)
        beat += 1
        if moved and server.saved is not None:
            server.saved()
