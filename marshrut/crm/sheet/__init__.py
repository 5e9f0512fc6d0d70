"""Companies with their contacts as a table: how it is read and compared with those we have.

Only `shelf` asks the database. `plan` is the one function both the preview and the import go by.
"""

from .columns import example, headings
from .comparing import Change, Line, Plan, Talk, inns, plan
from .shelf import Known, Shelf, load

__all__ = ["Change", "Known", "Line", "Plan", "Shelf", "Talk", "example", "headings", "inns", "load", "plan"]
