"""People and departments as a table: how it is read, compared with the company, and written.

Only `roster` asks the database. `plan` is the one function both the preview and the import go by.
"""

from .columns import headings, recognised
from .comparing import Change, Line, Missing, NewUnit, Plan, plan
from .composing import example, table
from .roster import Known, Roster, load

__all__ = [
    "Change",
    "Known",
    "Line",
    "Missing",
    "NewUnit",
    "Plan",
    "Roster",
    "example",
    "headings",
    "load",
    "plan",
    "recognised",
    "table",
]
