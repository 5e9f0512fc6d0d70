"""What others may read of channels."""

from .addresses import addresses, language_and_name, live_address
from .browsers import PUSH, browser_key
from .channels import account, active, channel, channels, hook_opens, may_tend, silent_channels
from .choices import defaults, preference
from .log import attempts, deliveries
from .shapes import (
    AddressInfo,
    Attempt,
    Attempts,
    ChannelChoice,
    ChannelInfo,
    Filter,
    GroupChoice,
    PreferenceInfo,
    Quiet,
    Trace,
)

__all__ = [
    "PUSH",
    "AddressInfo",
    "Attempt",
    "Attempts",
    "ChannelChoice",
    "ChannelInfo",
    "Filter",
    "GroupChoice",
    "PreferenceInfo",
    "Quiet",
    "Trace",
    "account",
    "active",
    "addresses",
    "attempts",
    "browser_key",
    "channel",
    "channels",
    "defaults",
    "deliveries",
    "hook_opens",
    "language_and_name",
    "live_address",
    "may_tend",
    "preference",
    "silent_channels",
]
