"""How a form becomes a PDF: typst, its own embedded fonts, nothing from the network and nothing from this machine."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

if TYPE_CHECKING:
    from typst import Fonts

FORMS = Path(__file__).parent


def printed(form: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """PDF/A-2b (ISO 19005-2), so that the paper opens in ten years as it does today. Same data and `at`, same bytes."""
    import typst  # 80 MB, and only printing wants it

    made = typst.compile(
        FORMS / form,
        root=FORMS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2b",
        sys_inputs={"data": json.dumps({**data, "lang": (get_language() or "ru")[:2]}, ensure_ascii=False)},
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    return made


def qr(address: str) -> str:
    """The address as a QR picture in SVG, "" for none. Level M: a coffee stain does not matter."""
    if not address:
        return ""
    import segno

    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None)
    return out.getvalue().decode()


@cache
def _fonts() -> Fonts:
    from typst import Fonts

    return Fonts(include_system_fonts=False)
