"""A pack as files: `pack.yaml`, one YAML file per card type, lists of stories in `stories/`; from a folder or texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel.errors import Invalid

from .former import in_words_of_today
from .reading import MAX_BYTES, Document, read
from .schema.pack import Pack

HEAD = "pack.yaml"
#: the subfolder of stories; in names of files that were sent as well
STORIES = "stories/"
MAX_FILES = 50

#: keys and indexes down into a `Pack`, e.g. ("card_types", 0, "stages", 2, "title")
Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """Files of a pack that were read; not yet checked."""

    #: by file name, `pack.yaml` left out
    types: Mapping[str, Document]
    head: Document
    #: by file name, as "stories/refusals.yaml"
    stories: Mapping[str, Document] = field(default_factory=dict)

    @property
    def data(self) -> Any:
        """What a `Pack` is made of."""
        head = self.head.data if isinstance(self.head.data, dict) else {}
        stories = [story for document in self.stories.values() for story in _list(document)]
        whole = {**head, "card_types": [document.data for document in self.types.values()]}
        return {**whole, "stories": stories} if stories else whole

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

    @property
    def files(self) -> Mapping[str, Document]:
        """Every file by its name."""
        return {HEAD: self.head, **self.types, **self.stories}

    def where(self, steps: Steps) -> tuple[str, str, int]:
        """(file, path inside it, line) of what `steps` lead to, or of the nearest thing around it."""
        file, document, inside = HEAD, self.head, steps
        if len(steps) >= 2 and isinstance(steps[1], int):
            if steps[0] == "card_types":
                file, inside = self.names[steps[1]], steps[2:]
                document = self.types[file]
            elif steps[0] == "stories":
                file, inside = self._story(steps[1], steps[2:])
                document = self.stories[file]
        place = document.place
        for step in inside:
            if step not in place.inside:
                break
            place = place.inside[step]
        return file, written(inside), place.line

    def _story(self, number: int, rest: Steps) -> tuple[str, Steps]:
        """The file of a story and where it stands there."""
        for name, document in self.stories.items():
            if number < (many := len(_list(document))):
                return name, (number, *rest) if isinstance(document.data, list) else rest
            number -= many
        raise LookupError(number)


def _list(document: Document) -> list[Any]:
    """Stories of a file; one alone need not be a list."""
    if isinstance(document.data, list):
        return document.data
    return [] if document.data is None else [document.data]


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
    known = {name: read(files[name]) for name in sorted(files) if name != HEAD}
    stories = {name: one for name, one in known.items() if name.startswith(STORIES)}
    return Source({name: one for name, one in known.items() if name not in stories}, read(files[HEAD]), stories)


def title(files: Mapping[str, bytes | str], language: str) -> str:
    """What the pack is called, as far as its head can be read; or nothing."""
    head = read(files[HEAD]).data if HEAD in files else None
    said = head.get("title") if isinstance(head, dict) else None
    if isinstance(said, dict):
        said = said.get("en" if language.startswith("en") else "ru")
    return said if isinstance(said, str) else ""


def folder(path: Path) -> dict[str, bytes]:
    """The YAML files of a pack's folder and of its stories by name. Raises Invalid when there is no such folder."""
    if not path.is_dir():
        raise Invalid(_("There is no folder %(path)s.") % {"path": path})
    files = {}
    inner = path / STORIES
    for file in [*sorted(path.iterdir()), *(sorted(inner.iterdir()) if inner.is_dir() else ())]:
        if file.suffix in (".yaml", ".yml") and file.is_file():
            with file.open("rb") as opened:
                files[file.relative_to(path).as_posix()] = opened.read(MAX_BYTES + 1)
    return files


def content(pack: Pack) -> str:
    """The one text of a pack that is stored and compared: what was written, in its order, without comments.

    Defaults of the format are left out, so they must never change once released.
    """
    data = pack.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def stored(text: str, *, stories: bool = True) -> Pack:
    """The pack of a text that `content` made, by this release or a former one; perhaps without its stories."""
    data = json.loads(text)
    if not stories:
        data.pop("stories", None)
    return Pack.model_validate(in_words_of_today(data))


def digest(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
