"""The only writers of shipments, their events and carriers."""

from .asking import hint, poll_now
from .carriers import check_carrier, remove_carrier, set_carrier
from .following import follow
from .polling import record_poll, take_due
from .telling import settle_news, take_news

__all__ = [
    "check_carrier",
    "follow",
    "hint",
    "poll_now",
    "record_poll",
    "remove_carrier",
    "set_carrier",
    "settle_news",
    "take_due",
    "take_news",
]
