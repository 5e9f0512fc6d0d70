"""The only writers of papers."""

from .files import ATTEMPTS, LANE, PREVIEW_EFFECT, record_preview, store_file
from .processes import file_from_card, process_register, process_status
from .texts import LANE as READ_LANE
from .texts import READ_EFFECT, RECOGNISE_EFFECT, record_text
from .texts import SLOW_LANE as SCAN_LANE

__all__ = [
    "ATTEMPTS",
    "LANE",
    "PREVIEW_EFFECT",
    "READ_EFFECT",
    "READ_LANE",
    "RECOGNISE_EFFECT",
    "SCAN_LANE",
    "file_from_card",
    "process_register",
    "process_status",
    "record_preview",
    "record_text",
    "store_file",
]
