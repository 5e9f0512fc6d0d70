"""Letters and threads as JSON."""

from __future__ import annotations

from dataclasses import asdict

from marshrut.letters import queries

from ..shapes.base import Links
from ..shapes.cards import StageName
from ..shapes.letters import Letter, LetterFile, LetterLink, LetterPage, Linked, Thread, ThreadHead, ThreadPage


def letter(line: queries.LetterLine) -> Letter:
    told = {name: value for name, value in asdict(line).items() if name in Letter.model_fields}
    return Letter(
        **{
            **told,
            "company": line.company_id,
            "company_name": line.company,
            "project": line.project_id,
            "project_title": line.project,
            "organisation": line.organisation_id,
            "stage": StageName(key=line.stage, title=line.stage_title, kind=line.stage_kind),
            "lacks_their_number": line.lacks_their_number,
            "files": tuple(LetterFile(id=one.id, name=one.name, size=one.size, field=one.field) for one in line.files),
            "relations": tuple(_link(one) for one in line.links),
            "links": links(line.card),
        }
    )


def _link(one: queries.LetterLink) -> LetterLink:
    return LetterLink(
        kind=one.kind, because=one.because, other=one.other, outward=one.outward, number=one.number or one.label
    )


def page(found: queries.Letters) -> LetterPage:
    return LetterPage(items=tuple(map(letter, found.lines)), next=found.after)


def thread(found: queries.Thread) -> Thread:
    return Thread(
        subject=found.subject,
        project=found.project_id,
        project_title=found.project,
        companies={str(one): name for one, name in found.companies.items()},
        count=found.count,
        first=found.first,
        last=found.last,
        items=tuple(map(letter, found.letters)),
        next=found.after,
    )


def threads(found: queries.Threads) -> ThreadPage:
    return ThreadPage(items=tuple(map(_head, found.heads)), next=found.after)


def _head(head: queries.ThreadHead) -> ThreadHead:
    return ThreadHead(
        subject=head.subject,
        project=head.project_id,
        project_title=head.project,
        companies={str(one): name for one, name in head.companies.items()},
        count=head.count,
        incoming=head.incoming,
        waiting=head.waiting,
        first=head.first,
        last=head.last,
        newest=letter(head.newest),
    )


def linked(made: dict[str, int]) -> Linked:
    return Linked(card=made["card"], other=made["other"], links=links(made["card"]))


def links(card: int) -> Links:
    return Links(self=f"/api/letters/{card}", page=f"/letters/{card}/thread/")
