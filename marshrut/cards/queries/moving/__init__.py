"""Running cards and the versions of their pack: where they stand, where they would land, what was moved and when.

Whoever moves cards sees none by it: names are those of cards they may see anyway, all others are numbers.
"""

from .made import MovedLine, MovingLine, moving, movings
from .preview import Chosen, Group, Held, Preview, preview
from .standing import Standing, standing

__all__ = [
    "Chosen",
    "Group",
    "Held",
    "MovedLine",
    "MovingLine",
    "Preview",
    "Standing",
    "moving",
    "movings",
    "preview",
    "standing",
]
