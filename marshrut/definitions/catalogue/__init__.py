"""One catalogue of kinds: what fields, settings, tasks, resolvers, deadlines, ladders, robots and conditions can be.

Validation, the reference for integrators and the designer read it; a test holds it equal to the schema.
"""

from __future__ import annotations

from .entry import Entry, Group
from .fields import FIELDS, SETTINGS
from .functions import FUNCTIONS
from .robots import ROBOTS
from .tasks import DUE, RESOLVERS, RUNGS, TASKS

__all__ = ["ALL", "Entry", "Group", "find", "of"]

ALL: tuple[Entry, ...] = (*FIELDS, *SETTINGS, *TASKS, *RESOLVERS, *DUE, *RUNGS, *ROBOTS, *FUNCTIONS)
_BY_KEY = {(one.group, one.key): one for one in ALL}


def of(group: Group) -> tuple[Entry, ...]:
    """Kinds of a group in the order people should see them."""
    return tuple(one for one in ALL if one.group == group)


def find(group: Group, key: str) -> Entry:
    """Raises KeyError for what is not in the catalogue."""
    return _BY_KEY[group, key]
