"""Stories of packs: how they went, in words."""

from .telling import check, tell_all
from .timeline import lines
from .wording import sentence

__all__ = ["check", "lines", "sentence", "tell_all"]
