"""The only writers of papers."""

from .files import ATTEMPTS, LANE, PREVIEW_EFFECT, record_preview, store_file
from .folders import add_folder, remove_folder, rename_folder
from .formal import LOOK_EFFECT, record_formal
from .kinds import add_kind, archive_kind, edit_kind, set_statuses
from .links import link_document, unlink_document
from .numbers import remove_number_rule, set_counter, set_number_rule
from .papers import (
    add_document,
    add_version,
    date_document,
    move_document,
    remove_document,
    rename_document,
    set_status,
)
from .processes import alone_with_card, file_from_card, process_register, process_status, take_off_card
from .registering import register_document, void_number
from .shipping import install_kinds
from .templates import add_template, archive_template, edit_template
from .texts import LANE as READ_LANE
from .texts import READ_EFFECT, RECOGNISE_EFFECT, record_text
from .texts import SLOW_LANE as SCAN_LANE

__all__ = [
    "ATTEMPTS",
    "LANE",
    "LOOK_EFFECT",
    "PREVIEW_EFFECT",
    "READ_EFFECT",
    "READ_LANE",
    "RECOGNISE_EFFECT",
    "SCAN_LANE",
    "add_document",
    "add_folder",
    "add_kind",
    "add_template",
    "add_version",
    "alone_with_card",
    "archive_kind",
    "archive_template",
    "date_document",
    "edit_kind",
    "edit_template",
    "file_from_card",
    "install_kinds",
    "link_document",
    "move_document",
    "process_register",
    "process_status",
    "record_formal",
    "record_preview",
    "record_text",
    "register_document",
    "remove_document",
    "remove_folder",
    "remove_number_rule",
    "rename_document",
    "rename_folder",
    "set_counter",
    "set_number_rule",
    "set_status",
    "set_statuses",
    "store_file",
    "take_off_card",
    "unlink_document",
    "void_number",
]
