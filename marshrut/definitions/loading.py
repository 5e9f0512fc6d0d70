"""A pack as files: `pack.yaml` and one YAML file per card type, from a folder or from texts that were sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel.errors import Invalid

from .former import in_words_of_today
from .reading import MAX_BYTES, Document, read
from .schema.pack import Pack

HEAD = "pack.yaml"
MAX_FILES = 50

#: keys and indexes down into a `Pack`, e.g. ("card_types", 0, "stages", 2, "title")
Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """Files of a pack that were read; not yet checked."""

    #: by file name, `pack.yaml` left out
    types: Mapping[str, Document]
    head: Document

    @property
    def data(self) -> Any:
        """What a `Pack` is made of."""
        head = self.head.data if isinstance(self.head.data, dict) else {}
        return {**head, "card_types": [document.data for document in self.types.values()]}

    @property
    def key(self) -> str:
        """What the pack calls itself, or nothing."""
        key = self.head.data.get("key") if isinstance(self.head.data, dict) else None
        return key if isinstance(key, str) else ""

    @property
    def card_types(self) -> frozenset[str]:
        """What the card types call themselves."""
        found = (one.data.get("key") for one in self.types.values() if isinstance(one.data, dict))
        return frozenset(key for key in found if isinstance(key, str))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(self.types)

    def where(self, steps: Steps) -> tuple[str, str, int]:
        """(file, path inside it, line) of what `steps` lead to, or of the nearest thing around it."""
        file, document, inside = HEAD, self.head, steps
        if len(steps) >= 2 and steps[0] == "card_types" and isinstance(steps[1], int):
            file, inside = self.names[steps[1]], steps[2:]
            document = self.types[file]
        place = document.place
        for step in inside:
            if step not in place.inside:
                break
            place = place.inside[step]
        return file, written(inside), place.line


def written(steps: Steps) -> str:
    """`stages[2].tasks[0].outcomes[1].to`"""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def source(files: Mapping[str, bytes | str]) -> Source:
    """Read texts by file name. Raises Invalid only when there is no pack at all; other troubles stay in `Document`s."""
    if HEAD not in files:
        raise Invalid(_("There is no pack.yaml here: every pack has one."))
    if len(files) > MAX_FILES:
        raise Invalid(_("A pack has at most %(limit)s files.") % {"limit": MAX_FILES})
    types = {name: read(files[name]) for name in sorted(files) if name != HEAD}
    return Source(types, read(files[HEAD]))


def folder(path: Path) -> dict[str, bytes]:
    """The YAML files of a pack's folder by name, subfolders left out. Raises Invalid when there is no such folder."""
    if not path.is_dir():
        raise Invalid(_("There is no folder %(path)s.") % {"path": path})
    files = {}
    for file in sorted(path.iterdir()):
        if file.suffix in (".yaml", ".yml") and file.is_file():
            with file.open("rb") as opened:
                files[file.name] = opened.read(MAX_BYTES + 1)
    return files


def content(pack: Pack) -> str:
    """The one text of a pack that is stored and compared: what was written, in its order, without comments.

    Defaults of the format are left out, so they must never change once released.
    """
    data = pack.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def stored(text: str) -> Pack:
    """The pack of a text that `content` made, by this release or a former one."""
    return Pack.model_validate(in_words_of_today(json.loads(text)))


def digest(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
