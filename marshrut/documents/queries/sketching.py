"""A look at a file that is not kept: chosen in a form that is still being typed."""

from __future__ import annotations

import shutil
from typing import IO

from .. import blobs, reading, showing, starting


def sketch_word(stream: IO[bytes]) -> str:
    """A DOCX as clean markup; empty when it cannot be shown."""
    with blobs.incoming_file() as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        copy.seek(0)
        try:
            shown = reading.html_of(copy, soon=True)
        except starting.Stopped:
            return ""
    return showing.clean(shown.html) if not shown.why else ""
