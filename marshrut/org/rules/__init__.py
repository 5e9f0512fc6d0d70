"""Pure rules of the company: who is whose head, how people are written and sorted."""

from .absence import Away, Deputy, Link, Matter
from .chart import OrgChart, Seat, Unit
from .hours import own_schedule, week_of
from .names import fold, full_name, initials, short_name, sort_key, words
from .periods import REASONS, DayRange, Period, circle, days_of, whole_days
from .texts import flaw, one_line
from .tokens import LINK_HOURS, PASSWORD_LIMIT, TOKEN_PREFIX, token_digest
from .tree import children, makes_cycle

__all__ = [
    "LINK_HOURS",
    "PASSWORD_LIMIT",
    "REASONS",
    "TOKEN_PREFIX",
    "Away",
    "DayRange",
    "Deputy",
    "Link",
    "Matter",
    "OrgChart",
    "Period",
    "Seat",
    "Unit",
    "children",
    "circle",
    "days_of",
    "flaw",
    "fold",
    "full_name",
    "initials",
    "makes_cycle",
    "one_line",
    "own_schedule",
    "short_name",
    "sort_key",
    "token_digest",
    "week_of",
    "whole_days",
    "words",
]
