"""Reading contents: their text for search and comparison, a Word file as HTML, scans by OCR where it is installed.

What opens a content is a program of its own (`program`, `scanning`), started on nothing but that file; here we only
start it and doubt what it says.
"""

from .asking import KINDS, Kind, Shown, Text, html_of, kind_of, text_of
from .recognising import available, recognise

__all__ = ["KINDS", "Kind", "Shown", "Text", "available", "html_of", "kind_of", "recognise", "text_of"]
