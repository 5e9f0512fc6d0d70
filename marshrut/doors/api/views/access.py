"""GET /api/access."""

from __future__ import annotations

from django.http import HttpRequest

from marshrut.definitions import queries, rights
from marshrut.definitions.queries import AccessTable
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from ..bearer import caller
from ..door import api
from ..shapes import access as shapes


@api.get("/access", response=shapes.AccessTables, tags=["cards"], summary="Who may do what")
def list_access(request: HttpRequest) -> shapes.AccessTables:
    """By card type. For administrators and whoever looks after processes; changed on its page or at the console."""
    access.require(caller(request).actor, rights.SET_GRANTS)
    types = [kind.key for version in queries.active() for kind in version.pack.card_types]
    chart = org.chart()
    return shapes.AccessTables(items=tuple(_table(queries.access_table(key), chart) for key in types))


def _table(found: AccessTable, chart: OrgChart) -> shapes.AccessTable:
    return shapes.AccessTable(
        card_type=found.card_type.key,
        own=found.own,
        rows=tuple(shapes.AccessRow.model_validate(row.model_dump()) for row in found.grants),
        warnings=tuple(queries.access_warnings(found.grants, found.card_type, chart)),
    )
