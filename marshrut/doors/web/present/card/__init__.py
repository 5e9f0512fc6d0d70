"""The card page: its parts by noun, put together by `page`."""

from .content import company_of, edit_form, file_row
from .page import screen

__all__ = ["company_of", "edit_form", "file_row", "screen"]
