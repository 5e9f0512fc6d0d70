"""Whether an Office file may be unfolded at all. Part of the confined programs; needs nothing of ours."""

from __future__ import annotations

import io
import zipfile

#: entries, bytes of all of them unfolded
ENTRIES, UNFOLDED = 5000, 192 << 20
CHUNK = 1 << 16
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
#: pictures may carry a DOCTYPE and are never parsed
_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin", ".tiff", ".tif", ".bmp")


def looked_through(content: bytes) -> str:
    """Why the archive may not be read, "" when it may. Every entry is unfolded once, and thrown away.

    A declaration of a document type is refused outright: Office files have none, entity bombs begin with one.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "encrypted"  # a protected file of new Office sits in the container of the old one
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRIES or sum(one.file_size for one in entries) > UNFOLDED:
                return "too_big"
            if any(one.flag_bits & 1 for one in entries):
                return "encrypted"
            left = UNFOLDED
            for one in entries:
                left, why = _entry(archive, one, left)
                if why:
                    return why
    except MemoryError:
        return "too_big"
    except Exception:  # noqa: BLE001 – whatever a hostile archive causes is an answer
        return "broken"
    return ""


def _entry(archive: zipfile.ZipFile, one: zipfile.ZipInfo, left: int) -> tuple[int, str]:
    parsed, tail = not one.filename.lower().endswith(_PICTURES), b""
    with archive.open(one) as stream:
        while chunk := stream.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                return left, "too_big"
            if parsed and any(word in tail + chunk for word in _DOCTYPES):
                return left, "broken"
            tail = chunk[-20:]
    return left, ""
