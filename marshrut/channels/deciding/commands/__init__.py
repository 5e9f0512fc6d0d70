"""The only writers of what is pressed and written besides the portal."""

from .deciding import decide_action
from .settling import end_task, settle_action
from .speaking import spoken

__all__ = ["decide_action", "end_task", "settle_action", "spoken"]
