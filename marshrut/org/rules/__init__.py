"""Pure rules of the company: who is whose head, how people are written and sorted."""

from .chart import OrgChart, Seat, Unit
from .hours import own_schedule, week_of
from .names import fold, full_name, initials, short_name, sort_key, words
from .tokens import TOKEN_PREFIX, token_digest
from .tree import children, makes_cycle

__all__ = [
    "TOKEN_PREFIX",
    "OrgChart",
    "Seat",
    "Unit",
    "children",
    "fold",
    "full_name",
    "initials",
    "makes_cycle",
    "own_schedule",
    "short_name",
    "sort_key",
    "token_digest",
    "week_of",
    "words",
]
