"""Many papers as one ZIP for saving. Written to the disk of the store, so a large one takes no memory."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from marshrut.kernel.errors import Invalid

from . import blobs, queries
from .queries import FileInfo
from .rules import NAME_BYTES, display_name
from .sentences import BUNDLE_EMPTY, BUNDLE_LARGE, UNNAMED

#: files and bytes of one archive
FILES, SIZE = 500, 1 << 30
#: folders inside of each other, as long names break unpacking on Windows
DEPTH = 4
#: the years a ZIP can name
_YEARS = range(1980, 2108)


def bundle(files: Sequence[tuple[str, int]]) -> IO[bytes]:
    """A ZIP of (name, file id) at its beginning; the caller closes it, and has decided that the reader may see all.

    A name may hold folders parted by "/"; equal names get a number. What is lost on disk is named in a list inside.
    Raises Invalid for nothing, for too many files and for too much.
    """
    if not files:
        raise Invalid(BUNDLE_EMPTY, code="bundle")
    known = queries.describe([file for _name, file in files])
    if len(files) > FILES or sum(known[file].size for _name, file in files if file in known) > SIZE:
        raise Invalid(BUNDLE_LARGE % {"files": FILES, "gigabytes": SIZE >> 30}, code="bundle")
    out, lost, taken = blobs.incoming_file(), list[str](), set[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for raw, file in files:
            name = unique(inside(raw), taken)
            if file not in known or not _added(archive, name, known[file]):
                lost.append(name)
        if lost:
            archive.writestr(unique(_("Not in the archive.txt"), taken), "\r\n".join(lost))
    out.seek(0)
    return out


def inside(name: str) -> str:
    """A path that unpacks below the place it is unpacked to, everywhere."""
    parts = [display_name(part, "") for part in PurePosixPath(name.replace("\\", "_")).parts if part not in ("/", "..")]
    kept = [part for part in parts if part]
    folders = [part.encode()[:100].decode("utf-8", "ignore").strip(". ") for part in kept[:-1][:DEPTH]]
    return "/".join([*filter(None, folders), *(kept[-1:] or [str(UNNAMED)])])


def unique(name: str, taken: set[str]) -> str:
    """«акт.pdf», «акт (2).pdf»: Windows tells no large letters from small ones."""
    path, number, found = PurePosixPath(name), 1, name
    while found.casefold() in taken:
        number += 1
        stem = path.stem.encode()[: NAME_BYTES - 20].decode("utf-8", "ignore")
        found = str(path.with_name(f"{stem} ({number}){path.suffix}"))
    taken.add(found.casefold())
    return found


def _added(archive: zipfile.ZipFile, name: str, info: FileInfo) -> bool:
    at = info.uploaded_at
    moment = at.timetuple()[:6] if at.year in _YEARS else (1980, 1, 1, 0, 0, 0)
    try:
        content = blobs.open_content(info.sha256)
    except FileNotFoundError:
        return False
    with content, archive.open(zipfile.ZipInfo(name, moment), "w", force_zip64=True) as entry:
        shutil.copyfileobj(content, entry, blobs.CHUNK)
    return True
