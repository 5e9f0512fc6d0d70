"""A stream that names its content, so that a repeated upload with the same client key is known to be the same."""

from __future__ import annotations

import hashlib
from typing import IO

CHUNK = 1 << 20


class Upload:
    """Wraps a seekable stream. Its text is the digest of the content: that is what the client key is compared by."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        return self._stream.read(size)

    def __str__(self) -> str:
        digest = hashlib.sha256()
        self._stream.seek(0)
        while chunk := self._stream.read(CHUNK):
            digest.update(chunk)
        self._stream.seek(0)
        return digest.hexdigest()
