"""The only writers of cards. Steps of a route go through `step`; talk and files beside the route are written here."""

from .children import child_corrected, child_finished, child_left, create_child
from .covering import cover_card
from .exporting import export_cards
from .led import Adopted, Placed, adopt_cards, place_cards
from .moving import move_many, revert_moving
from .programs import note_card, share_card, signal_card
from .route import create_card, edit_card, move_card, restart_card, start_card, withdraw_card
from .talk import attach_files, comment_card
from .tasks import (
    add_approver,
    ask_opinion,
    complete_task,
    delegate_task,
    forward_task,
    pause_task,
    resume_task,
    take_back_task,
    take_task,
    undo_decision,
)
from .timers import fire_timer
from .views import remove_view, save_view

__all__ = [
    "Adopted",
    "Placed",
    "add_approver",
    "adopt_cards",
    "ask_opinion",
    "attach_files",
    "child_corrected",
    "child_finished",
    "child_left",
    "comment_card",
    "complete_task",
    "cover_card",
    "create_card",
    "create_child",
    "delegate_task",
    "edit_card",
    "export_cards",
    "fire_timer",
    "forward_task",
    "move_card",
    "move_many",
    "note_card",
    "pause_task",
    "place_cards",
    "remove_view",
    "restart_card",
    "resume_task",
    "revert_moving",
    "save_view",
    "share_card",
    "signal_card",
    "start_card",
    "take_back_task",
    "take_task",
    "undo_decision",
    "withdraw_card",
]
