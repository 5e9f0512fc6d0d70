"""Waits, without blocking, until the installation answers that it is well."""

from __future__ import annotations

import http.client
import json
import time

PATIENCE = 60.0
SHORTEST, LONGEST = 0.1, 2.0


class Readiness:
    """Ask `/healthz` again and again; `look` is True exactly once, `complaint` is a sentence at most once."""

    def __init__(self, host: str, port: int) -> None:
        self._host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked, not listened to
        self._port = port
        self._began = self._next = time.monotonic()
        self._over = self._complained = False
        self._last = "no answer"

    @property
    def address(self) -> str:
        name = "localhost" if self._host in {"127.0.0.1", "::1"} else self._host
        return f"http://{name}:{self._port}/"

    def look(self) -> bool:
        now = time.monotonic()
        if self._over or now < self._next:
            return False
        # quick while it may come any moment, seldom when it takes long: each failure may fill the log
        self._next = now + min(max((now - self._began) / 20, SHORTEST), LONGEST)
        self._over = self._ask()
        return self._over

    def complaint(self) -> str | None:
        if self._over or self._complained or time.monotonic() < self._began + PATIENCE:
            return None
        self._complained = True
        return self._last

    def _ask(self) -> bool:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=3)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            answer = connection.getresponse()
            self._last = json.dumps(json.loads(answer.read()), ensure_ascii=False)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._last = str(error)
            return False
        else:
            return answer.status == 200
        finally:
            connection.close()
