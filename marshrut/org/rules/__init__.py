"""Pure rules of the company: names and the tree of departments."""

from .names import fold, full_name, initials, short_name, sort_key

__all__ = ["fold", "full_name", "initials", "short_name", "sort_key"]
