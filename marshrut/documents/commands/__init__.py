"""The only writers of papers."""

from .files import ATTEMPTS, LANE, PREVIEW_EFFECT, record_preview, store_file

__all__ = ["ATTEMPTS", "LANE", "PREVIEW_EFFECT", "record_preview", "store_file"]
