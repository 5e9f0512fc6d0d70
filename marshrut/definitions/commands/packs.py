"""Installing a pack: a new version beside the old ones; new cards start with it, running cards keep theirs (D15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Forbidden, Invalid
from marshrut.org import access
from marshrut.org import queries as org

from .. import events, loading, papers, queries, revision, rights, tried
from ..models import ActivePack, PackVersion
from ..schema.pack import Pack
from ..validation import Problem, validate


class PackRefused(Invalid):
    """The pack has problems; all of them are in `problems`, and by place in `fields`."""

    code = "pack_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        fields: dict[str, str] = {}
        for problem in problems:
            fields[problem.path] = f"{fields[problem.path]} {problem.said}" if problem.path in fields else problem.said
        super().__init__(_("The pack was not installed: correct the marked places."), fields=fields)
        self.problems = tuple(problems)


@command(rights.INSTALL)
def install_pack(
    actor: Actor,
    *,
    path: str | None = None,
    content: Mapping[str, str] | None = None,
    without_people: bool = False,
) -> dict[str, Any]:
    """Install the pack in the folder `path` on this machine, or of texts by file name, and start new cards with it.

    Repeating it with the same content changes nothing; content of an earlier version makes that version active again.
    Refuses with every problem at once (`PackRefused`). `without_people`: also when the company does not have the people
    for it yet; their absence is then returned as {"warnings": [sentence, …]}, as is what need not keep it from running.
    """
    access.require(actor, rights.INSTALL)
    revision.bump()
    pack, warnings = _checked(_files(actor, path, content), without_people=without_people)
    text = loading.content(pack)
    digest = loading.digest(text)
    found = PackVersion.objects.filter(pack=pack.key, version=pack.version).first()
    if found is not None and found.sha256 != digest:
        said = _("Version %(version)s is installed already with other content. Give the changed pack a new version.")
        raise Conflict(said % {"version": pack.version}, code="version_taken")
    lines: list[tuple[str, dict[str, Any]]] = []
    if found is None:
        found = PackVersion.objects.create(
            pack=pack.key,
            version=pack.version,
            content=text,
            sha256=digest,
            installed_at=clock.now(),
            installed_by_id=actor.person_id,
        )
        lines.append((events.INSTALLED, {"version": pack.version, "sha256": digest}))
    before = ActivePack.objects.filter(pack=pack.key).values_list("version__version", flat=True).first()
    if before != pack.version:
        ActivePack.objects.update_or_create(pack=pack.key, defaults={"version": found})
        lines.append((events.ACTIVATED, {"version": pack.version, "before": before}))
    if lines:
        events.record(actor, pack.key, *lines)
        revision.bump()
    return {
        "id": found.id,
        "pack": pack.key,
        "version": pack.version,
        "changed": bool(lines),
        "warnings": [str(problem) for problem in warnings],
    }


def _files(actor: Actor, path: str | None, content: Mapping[str, str] | None) -> Mapping[str, str | bytes]:
    if (path is None) == (content is None):
        raise Invalid(_("Give either a folder or the files of the pack."))
    if content is not None:
        return content
    assert path is not None
    if actor.via in ("web", "api"):
        raise Forbidden(_("A folder of the server can be named only on the server itself. Send the files."))
    return loading.folder(Path(path))


def _checked(files: Mapping[str, str | bytes], *, without_people: bool) -> tuple[Pack, list[Problem]]:
    source = loading.source(files)
    others = queries.card_types(but=source.key)
    verdict = validate(
        source,
        chart=org.chart(),
        others=others,
        kinds=papers.known(),
        present=queries.present(),
        tried=True,
        proved=tried.digests(),
    )
    warnings = [one for one in verdict.problems if one.warning or (one.level == "fit" and without_people)]
    refused = [one for one in verdict.problems if one not in warnings]
    if refused or verdict.pack is None:
        raise PackRefused(refused)
    return verdict.pack, warnings
