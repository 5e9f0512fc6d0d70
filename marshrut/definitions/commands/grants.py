"""Who may do what with the cards of a type: the company's own rows instead of those of the pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from .. import events, queries, revision, rights
from ..gains import gained
from ..models import Grant as GrantRow
from ..queries.access import fingerprint, told
from ..schema.access import Grant
from ..schema.pack import CardType
from ..validation.grants import troubles

MAX_GRANTS = 200


@command(rights.SET_GRANTS)
def set_grants(
    actor: Actor, *, card_type: str, grants: Sequence[Mapping[str, Any]], seen: str | None = None
) -> dict[str, Any]:
    """Replace the whole access of a card type; each of `grants` has the words of `schema.access.Grant`.

    Nothing is saved unless every row is right; raises Invalid with "2.stages" -> sentence for each that is not, and
    when nobody could create or see a card any more, or the actor would come by cards of others; Conflict when the rows
    are not those that were `seen`.
    Returns {"changed": bool, "warnings": [sentence, …]}.
    """
    access.require(actor, rights.SET_GRANTS, card_type=card_type)
    revision.bump()
    shelf, chart = queries.current(), org.chart()
    pack = shelf.active_for(card_type).pack
    about = pack.card_type(card_type)
    assert about is not None
    before = shelf.access(card_type)
    if seen is not None and seen != fingerprint(before):
        raise Conflict(_("Somebody changed the access meanwhile. Look at it as it is now and change it again."))
    after = _clean(grants, about, chart, set(pack.roles), before)
    _nothing_for_oneself(actor, (*before, *about.access), after, about, chart)
    warnings = queries.access_warnings(after, about, chart)
    if told(before) == told(after):
        return {"changed": False, "warnings": warnings}
    _write(card_type, after)
    _record(actor, pack.key, events.ACCESS_CHANGED, about, before, after)
    return {"changed": True, "warnings": warnings}


@command(rights.RESET_GRANTS)
def reset_grants(actor: Actor, *, card_type: str) -> dict[str, Any]:
    """«Вернуть как в поставке»: the rows of the pack hold again. Returns {"changed": bool}."""
    access.require(actor, rights.RESET_GRANTS, card_type=card_type)
    revision.bump()
    shelf = queries.current()
    pack = shelf.active_for(card_type).pack
    about = pack.card_type(card_type)
    assert about is not None
    if card_type not in shelf.grants:
        return {"changed": False}
    before = shelf.access(card_type)
    GrantRow.objects.filter(card_type=card_type).delete()
    _record(actor, pack.key, events.ACCESS_RESET, about, before, about.access)
    return {"changed": True}


def _clean(
    grants: Sequence[Mapping[str, Any]], card_type: CardType, chart: OrgChart, roles: set[str], before: Iterable[Grant]
) -> tuple[Grant, ...]:
    """Rows that stay as they were are not asked again: what they name may be gone meanwhile."""
    wrong: dict[str, str] = {}
    clean: list[Grant] = []
    staying = {fingerprint([one]) for one in before}
    for index, raw in enumerate(grants):
        try:
            grant = Grant.model_validate({word: value for word, value in raw.items() if value != ""})
        except ValidationError as error:
            wrong.update({f"{index}.{_part(one['loc'])}": _shape(_part(one["loc"])) for one in error.errors()})
            continue
        clean.append(grant)
        if fingerprint([grant]) in staying:
            continue
        for steps, said in (*_known(grant, chart, roles), *((t.steps, t.said) for t in troubles(grant, card_type))):
            wrong.setdefault(f"{index}.{steps[0]}", said)
    if len(grants) > MAX_GRANTS:
        wrong["grants"] = _("At most %(limit)s rows.") % {"limit": MAX_GRANTS}
    if wrong:
        raise Invalid(_("Nothing was saved: check the marked rows."), fields=wrong)
    for act, said in {
        "create": _("Nobody could create cards any more: leave a row with “create”."),
        "view": _("Nobody could see any card any more: leave a row with “view”."),
    }.items():
        if not any(act in grant.may for grant in clean):
            raise Invalid(said, code="nobody_left", fields={"grants": said})
    return tuple(clean)


def _nothing_for_oneself(
    actor: Actor, before: Iterable[Grant], after: Sequence[Grant], card_type: CardType, chart: OrgChart
) -> None:
    """Who looks after processes sees no content by that; the console of the server is nobody's own."""
    if actor.person_id is None:
        return
    if rows := list(gained(actor.person_id, before, after, card_type, chart)):
        said = _(
            "Nobody gives rights to themselves: this row would open more cards to you too. Ask another administrator;"
            " rows for everyone can be set on the server with “marshrut access set”."
        )
        raise Invalid(said, code="own_rights", fields={f"{n}.who": said for n in rows})


def _part(loc: Sequence[Any]) -> str:
    return str(loc[0]) if loc else "who"


def _shape(part: str) -> str:
    return _("Say what is allowed: tick at least one box.") if part == "may" else _("Choose from the list.")


def _known(grant: Grant, chart: OrgChart, roles: set[str]) -> Iterable[tuple[tuple[str, ...], str]]:
    if grant.role and grant.role not in chart.roles and grant.role not in roles:
        yield ("who",), _("There is no such role.")
    if grant.person is not None and not chart.active(grant.person):
        yield ("who",), _("Choose an employee who is not dismissed.")
    if any(department not in chart.departments for department in grant.departments):
        yield ("departments",), _("There is no such department.")


def _write(card_type: str, grants: Iterable[Grant]) -> None:
    GrantRow.objects.filter(card_type=card_type).delete()
    GrantRow.objects.bulk_create(
        GrantRow(
            card_type=card_type,
            n=n,
            who=grant.who,
            may=list(grant.may),
            scope=grant.scope,
            stages=list(grant.stages),
            fields=list(grant.fields),
            departments=list(grant.departments),
        )
        for n, grant in enumerate(grants)
    )


def _record(
    actor: Actor, pack: str, kind: str, card_type: CardType, before: Iterable[Grant], after: Iterable[Grant]
) -> None:
    body = {"card_type": card_type.key, "title": card_type.title.ru, "before": told(before), "after": told(after)}
    events.record(actor, pack, (kind, body))
    revision.bump()
