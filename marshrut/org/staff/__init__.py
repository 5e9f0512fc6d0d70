"""People and departments as a table: how it is read, compared with the company, and written.

Only `roster` asks the database. `plan` is the one function both the preview and the import go by.
"""

from .columns import Sheet, columns, recognised
from .plan import Change, Line, Missing, NewUnit, Plan, plan
from .roster import Known, Roster, load
from .table import example, table

__all__ = [
    "Change",
    "Known",
    "Line",
    "Missing",
    "NewUnit",
    "Plan",
    "Roster",
    "Sheet",
    "columns",
    "example",
    "load",
    "plan",
    "recognised",
    "table",
]
