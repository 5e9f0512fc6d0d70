"""Tables of the room: channels and addresses, what people chose, what was sent and what was heard."""

from .channels import Address, Channel
from .choices import Defaults, Preference
from .deciding import Action, Asking, Spoken, Ticket
from .traffic import Bucket, Delivery, Inbound

__all__ = [
    "Action",
    "Address",
    "Asking",
    "Bucket",
    "Channel",
    "Defaults",
    "Delivery",
    "Inbound",
    "Preference",
    "Spoken",
    "Ticket",
]
