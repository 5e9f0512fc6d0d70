"""Addresses of e-documents."""

from __future__ import annotations

from typing import Final

PATH: Final = "/edocs/"
#: parties that are no company of ours yet
QUEUE: Final = f"{PATH}unmatched/"
