"""A route as a drawing: its stages, the ways between them and where each is put. Pure; the words are the reader's."""

from .layout import Box, Drawing, Wire, draw
from .ways import Way, ways

__all__ = ["Box", "Drawing", "Way", "Wire", "draw", "ways"]
