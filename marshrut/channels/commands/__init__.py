"""The only writers of channels, addresses, choices and deliveries."""

from .addresses import add_address, block_address, unlink_address, unlink_all
from .browsers import add_browser
from .channels import ChannelFields, check_channel, set_channel, switch_channel
from .choices import set_defaults, set_preference
from .hearing import hear, listen, poll_failed, record_poll, take_poll
from .holding import MOST, release
from .outcomes import acknowledge, bounced
from .routing import pass_on, route
from .sending import begin, give_up, part, sent, went_wrong
from .tidying import tidy
from .trying import retry_delivery, send_test

__all__ = [
    "MOST",
    "ChannelFields",
    "acknowledge",
    "add_address",
    "add_browser",
    "begin",
    "block_address",
    "bounced",
    "check_channel",
    "give_up",
    "hear",
    "listen",
    "part",
    "pass_on",
    "poll_failed",
    "record_poll",
    "release",
    "retry_delivery",
    "route",
    "send_test",
    "sent",
    "set_channel",
    "set_defaults",
    "set_preference",
    "switch_channel",
    "take_poll",
    "tidy",
    "unlink_address",
    "unlink_all",
    "went_wrong",
]
