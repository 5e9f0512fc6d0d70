"""A route as a drawing: its stages, the ways between them and where each is put. Pure; the words are the reader's."""

from .layout import Box, Drawing, Wire, draw
from .ways import Way, children, ways

__all__ = ["Box", "Drawing", "Way", "Wire", "children", "draw", "ways"]
