"""Files of a pack as they come in: single YAML files or a ZIP. Nothing is written, nothing large is unpacked. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from marshrut.definitions.loading import HEAD, MAX_FILES
from marshrut.kernel.errors import Invalid

#: bytes of all files together
LARGEST: Final = 5 * 1024 * 1024
#: pack.yaml, payment_request.yaml, stories/refusals.yaml
_NAME: Final = re.compile(r"(stories/)?[a-z0-9][a-z0-9_-]{0,80}\.ya?ml", re.ASCII)
_IGNORED: Final = re.compile(r"(^|/)(__MACOSX/|\.|CHANGELOG|README|LICENSE)|(/|\.md|\.txt)$")
TOO_LARGE: Final = _("Together the files are larger than 5 MB. A pack is text: leave out what does not belong to it.")
BROKEN: Final = _("The ZIP cannot be opened: it is damaged or protected by a password.")


def read(sent: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Texts by file name of what was sent. Raises Invalid in plain words."""
    found: dict[str, str] = {}
    for name, content in sent:
        if name.lower().endswith(".zip"):
            found |= _texts(_unzipped(content))
        else:
            found |= _texts({_placed(name, content): content})
    if not found:
        raise _refused(_("Choose the YAML files of a pack, or a ZIP of them."))
    if len(found) > MAX_FILES:
        raise _refused(_("A pack has at most {limit} files.").format(limit=MAX_FILES))
    if sum(map(len, found.values())) > LARGEST:
        raise _refused(TOO_LARGE)
    return found


def is_whole(names: Iterable[str]) -> bool:
    """A ZIP or a set with pack.yaml stands for the whole pack; single files change those of the draft."""
    return any(name.lower().endswith(".zip") or name == HEAD for name in names)


def _unzipped(content: bytes) -> dict[str, bytes]:
    """What lies in a single folder lies there as if there was none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not _IGNORED.search(one.filename)]
            if len(entries) > MAX_FILES:
                raise _refused(_("A pack has at most {limit} files.").format(limit=MAX_FILES))
            if sum(one.file_size for one in entries) > LARGEST:
                raise _refused(TOO_LARGE)
            found, left = {}, LARGEST
            for one in entries:
                with archive.open(one) as file:
                    found[one.filename] = file.read(left + 1)
                left -= len(found[one.filename])
                if left < 0:
                    raise _refused(TOO_LARGE)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise _refused(BROKEN) from error
    heads = [name for name in found if name == HEAD or name.endswith(f"/{HEAD}")]
    folder = min(heads, key=len).removesuffix(HEAD) if heads else ""
    return {name.removeprefix(folder): text for name, text in found.items()}


def _placed(name: str, content: bytes) -> str:
    """Browsers send no folders: a list of stories goes to the stories."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1]
    if name.startswith("stories/"):
        return name
    return f"stories/{plain}" if plain != HEAD and re.match(rb"\s*(#[^\n]*\n\s*)*- ", content) else plain


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    found = {}
    for name, content in files.items():
        if not _NAME.fullmatch(name):
            said = _("“{name}” cannot be a file of a pack: small Latin letters, digits, - and _, ending in .yaml.")
            raise _refused(said.format(name=name[:100]))
        try:
            found[name] = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _refused(_("“{name}” is not text in UTF-8.").format(name=name)) from error
        if "\x00" in found[name]:
            raise _refused(_("“{name}” is not text in UTF-8.").format(name=name))
    return found


def _refused(sentence: Any) -> Invalid:
    return Invalid(sentence, fields={"files": sentence}, code="bad_files")
