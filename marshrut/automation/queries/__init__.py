"""What a person was told: the bell, the list of notices, and the room of the chat. Reactions and what they did."""

from ..rules import Place
from .chat import Message, Room, fresh, room
from .notices import Bell, Notice, bell, current, notice, notices
from .reactions import FiredInfo, ReactionInfo, Tried, fired, reaction, reactions, try_out, whom_title
from .whys import why

__all__ = [
    "Bell",
    "FiredInfo",
    "Message",
    "Notice",
    "Place",
    "ReactionInfo",
    "Room",
    "Tried",
    "bell",
    "current",
    "fired",
    "fresh",
    "notice",
    "notices",
    "reaction",
    "reactions",
    "room",
    "try_out",
    "whom_title",
    "why",
]
