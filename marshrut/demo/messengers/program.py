"""The training messengers until they are ended: phones of the demo company's people, kept over restarts."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Final

from . import keeping
from .server import Server
from .world import World

#: seconds between two looks whether anything is to be kept
BEAT: Final = 2.0


def serve(port: int, state: Path, people: Path) -> None:
    """`people`: for each messenger, its users by number, with a name and whether they have opened the bot."""
    world = World()
    if not keeping.load(world, state):
        for code, users in json.loads(people.read_text()).items():
            network = next(one for one in world.networks if one.code == code)
            for number, user in users.items():
                network.user(user["name"], number=int(number)).started = user["started"]
    server = Server(world, port)
    threading.Thread(target=_keep, args=(world, state, server.stopped), daemon=True).start()
    sys.stdout.write(f"Учебный телефон: {server.url}/\n")
    sys.stdout.flush()
    server.serve()


def _keep(world: World, state: Path, stopped: threading.Event) -> None:
    before = ""
    while not stopped.wait(BEAT):
        now = "".join(f"{len(one.all)}.{len(one.happenings)}.{len(one.requests)}." for one in world.networks)
        if now != before:
            keeping.save(world, state)
            before = now
