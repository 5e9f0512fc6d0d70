"""E-documents and bases as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshrut.edocs import queries

from ..shapes import bases as base_shapes
from ..shapes import edocs as shapes
from ..shapes.base import Links


def edoc(line: queries.EDocLine) -> shapes.EDoc:
    told: dict[str, Any] = {name: getattr(line, name, None) for name in shapes.EDoc.model_fields}
    told |= {
        "dated": line.date,
        "company": line.company_id,
        "company_name": line.company,
        "deal": line.deal_id,
        "contact": line.contact_id,
        "manager": line.manager_id,
        "status": line.chip.status,
        "status_title": line.chip.title,
        "links": links(line.card),
    }
    return shapes.EDoc(**told)


def page(found: queries.Register) -> shapes.EDocPage:
    return shapes.EDocPage(items=tuple(map(edoc, found.lines)), next=found.after)


def way(found: queries.EDocPage) -> shapes.EDocWay:
    card = found.line.card
    return shapes.EDocWay(
        document=edoc(found.line),
        sentence=found.sentence,
        us=_side(found.us),
        them=_side(found.them),
        acts=tuple(shapes.EDocAct(**_named(one, shapes.EDocAct)) for one in found.acts),
        files=tuple(
            shapes.EDocFile(**_named(one, shapes.EDocFile) | {"page": f"/edocs/{card}/files/{one.n}/"})
            for one in found.files
        ),
        minutes=found.stale.minutes,
        silent=found.stale.red,
        may_refresh=found.may_refresh,
        why_not_refresh=found.why_not,
        about=found.about.card if found.about else None,
        operator_page=found.url,
        **{name: getattr(found, name) for name in ("by_hand", "raw_status", "contract", "comment", "responsible",
                                                   "bases", "oddities")},
    )  # fmt: skip


def _side(side: queries.Side) -> shapes.EDocSide:
    signers = tuple(shapes.EDocSigner(**asdict(one)) for one in side.signers)
    named = _named(side, shapes.EDocSide)
    return shapes.EDocSide(**named | {"company": side.company_id, "signers": signers})


def _named(found: Any, shape: Any) -> dict[str, Any]:
    return {name: getattr(found, name, None) for name in shape.model_fields}


def party(line: queries.PartyLine) -> shapes.Party:
    candidates = tuple(shapes.Candidate(company=company, name=name) for company, name in line.candidates)
    return shapes.Party(**_named(line, shapes.Party) | {"party": line.ref, "candidates": candidates})


def base(one: queries.BaseInfo) -> base_shapes.EDocBase:
    days = tuple(base_shapes.EDocBaseDays(kind=row.kind, warn=row.warn, critical=row.critical) for row in one.days)
    named = _named(one, base_shapes.EDocBase)
    return base_shapes.EDocBase(
        **named | {"code": one.key, "owner": one.owner_id, "days": days, "links": base_links(one.key)}
    )


def run(line: queries.RunLine) -> base_shapes.EDocBaseRun:
    return base_shapes.EDocBaseRun(**_named(line, base_shapes.EDocBaseRun))


def odd(line: queries.Odd) -> base_shapes.EDocBaseOddity:
    return base_shapes.EDocBaseOddity(**_named(line, base_shapes.EDocBaseOddity))


def links(card: int) -> Links:
    return Links(self=f"/api/edocs/{card}", page=f"/cards/{card}/")


def base_links(code: str) -> Links:
    return Links(self=f"/api/edocs/bases/{code}", page=f"/onec/{code}/")
