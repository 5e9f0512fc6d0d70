"""What a person was told: the bell, the list of notices, and the room of the chat."""

from ..rules import Place
from .chat import Message, Room, fresh, room
from .notices import Bell, Notice, bell, notice, notices

__all__ = ["Bell", "Message", "Notice", "Place", "Room", "bell", "fresh", "notice", "notices", "room"]
