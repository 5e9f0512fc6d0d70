"""Folders of the shared disk as they are shaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from marshrut.documents.queries import FolderNode, KindInfo
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.screens.document import SheetScreen
from marshrut.doors.web.screens.documents import FolderRow
from marshrut.doors.web.screens.forms import Kind
from marshrut.doors.web.screens.kinds import FoldersScreen
from marshrut.doors.web.screens.parts import Link
from marshrut.kernel.errors import NotFound

from .rows import PATH

FOLDERS = f"{PATH}folders/"
#: folders made by filing, one for a company and one for a year, are not shaped by hand
DEPTH = 2
SHOWN = 40


def walk(tree: Sequence[FolderNode]) -> Iterator[FolderNode]:
    for node in tree:
        yield node
        yield from walk(node.children)


def _shaped(tree: Sequence[FolderNode]) -> Iterator[FolderNode]:
    for node in tree:
        yield node
        yield from [one for one in node.children if not re.fullmatch("[0-9]{4}", one.name)][:SHOWN]


def screen(tree: Sequence[FolderNode], kinds: Sequence[KindInfo], draft: Draft | None = None) -> FoldersScreen:
    shown = draft or Draft()
    titles = {kind.key: kind.title for kind in kinds}
    parents = [(str(node.id), " / ".join(node.path)) for node in walk(tree) if len(node.path) < DEPTH]
    fields = [
        shown.field("name", _("Name"), required=True, autocomplete="off"),
        shown.field("parent", _("Inside of"), Kind.CHOICE, options=parents, placeholder=_("The shared disk")),
    ]
    return FoldersScreen(
        title=_("Folders of the shared disk"),
        back=Link(_("Documents"), PATH),
        rows=tuple(_row(node, titles) for node in _shaped(tree)),
        form=shown.form(FOLDERS, fields, _("Add the folder")),
    )


def _row(node: FolderNode, titles: Mapping[str, str]) -> FolderRow:
    return FolderRow(
        id=node.id,
        name=node.name,
        url=f"{FOLDERS}{node.id}/",
        count=formats.number(node.count) if node.count else "",
        depth=len(node.path) - 1,
        note=", ".join(titles.get(key, key) for key in node.kinds),
    )


def form(tree: Sequence[FolderNode], folder: int, draft: Draft | None = None) -> SheetScreen:
    """Raises NotFound."""
    node = next((one for one in walk(tree) if one.id == folder), None)
    if node is None:
        raise NotFound(_("There is no such folder."))
    shown = draft or Draft({"name": node.name})
    field = shown.field("name", _("Name"), required=True, wide=True, autocomplete="off", autofocus=True)
    return SheetScreen(
        title=_("Folder"),
        form=shown.form(f"{FOLDERS}{folder}/", [field]),
        back=Link(_("Folders of the shared disk"), FOLDERS),
        remove_url=f"{FOLDERS}{folder}/remove/",
        remove_text=_("Remove the folder"),
    )
