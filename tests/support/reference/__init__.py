"""A card kept by a careful clerk in a notebook: the rules of the engine once more, written from their meaning.

Naive on purpose: dicts and lists, everything copied before each step. It knows nothing of the engine's code; they share
the schema of definitions and the arithmetic of `calendars.rules`, which has a brute force of its own.

Read in this order: page (what is written down, and who is who), clocks, route, desk (tasks), notebook (the rest).
"""

from .notebook import Notebook

__all__ = ["Notebook"]
