"""The only writers of papers."""

from .files import ATTEMPTS, LANE, PREVIEW_EFFECT, record_preview, store_file
from .processes import file_from_card, process_register, process_status

__all__ = [
    "ATTEMPTS",
    "LANE",
    "PREVIEW_EFFECT",
    "file_from_card",
    "process_register",
    "process_status",
    "record_preview",
    "store_file",
]
