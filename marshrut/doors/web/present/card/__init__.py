"""The card page: its parts by noun, put together by `page`."""

from .content import company_of, edit_form, file_row
from .page import screen
from .papers import current_papers, plain_files

__all__ = ["company_of", "current_papers", "edit_form", "file_row", "plain_files", "screen"]
