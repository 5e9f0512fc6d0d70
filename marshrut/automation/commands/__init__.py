"""The only writers of notices, of reactions, and of what came of them."""

from .notices import deliver_notice, read_notices
from .performing import settle_reaction, take_reaction
from .reactions import (
    ReactionFields,
    add_reaction,
    edit_reaction,
    lay_out_reactions,
    remove_reaction,
    switch_reaction,
)

__all__ = [
    "ReactionFields",
    "add_reaction",
    "deliver_notice",
    "edit_reaction",
    "lay_out_reactions",
    "read_notices",
    "remove_reaction",
    "settle_reaction",
    "switch_reaction",
    "take_reaction",
]
