"""Working time, pure: no Django, no files, no clock. All instants go in and come out aware, results in UTC."""

from .calendar import Calendar, SpecialDay
from .day import Day, DayKind
from .scale import Scale, scale
from .schedule import OFFICE_WEEK, Schedule, Week
from .worktime import Counted, WorkTime
from .year import Decree

__all__ = [
    "OFFICE_WEEK",
    "Calendar",
    "Counted",
    "Day",
    "DayKind",
    "Decree",
    "Scale",
    "Schedule",
    "SpecialDay",
    "Week",
    "WorkTime",
    "scale",
]
