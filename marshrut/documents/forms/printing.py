"""How a form becomes a PDF: typst, its own embedded fonts, nothing from the network and nothing from this machine."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from marshrut.kernel.errors import Conflict

from ..sentences import UNPRINTABLE

if TYPE_CHECKING:
    from typst import Fonts

FORMS = Path(__file__).parent
#: lays a form out in a process of its own; its status when a sign cannot be drawn, and seconds it may take
APART, UNDRAWN, PATIENCE = FORMS / "apart.py", 3, 120
#: what stands for a sign that no embedded font can draw
BOX = "□"
#: signs that surely print: Latin, Greek, Cyrillic with accents; punctuation, money, №, fractions, arrows, mathematics,
#: frames, ticks and crosses
SURE = (
    r" -~\u00a0-\u024f\u02b0-\u0377\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u0488-\u04ff\u1e00-\u1eff\u2000-\u2040"
    r"\u2044-\u2052\u2070\u2071\u2074-\u208e\u20a0-\u20bf\u2100-\u211e\u2120\u2122\u2124\u2126-\u2151\u2153-\u2184"
    r"\u2190-\u23ff\u2500-\u25ff\u2609-\u262f\u2638-\u268b\u2701-\u2704\u270c-\u2714\u2717-\u2726\u2776-\u277f\n\t"
)
#: nothing of its own to draw: joins emoji, turns their colour, writes from right to left
_SILENT = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
#: tried one after another: all signs, the sure ones, those of a keyboard
_KEPT = (None, re.compile(f"[^{SURE}]"), re.compile(r"[^ -~\u00a0А-яЁё«»„“–—№₽\n]"))


def printed(form: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """PDF/A-2b (ISO 19005-2), so that the paper opens in ten years as it does today. Same data and `at`, same bytes.

    PDF/A takes no sign that its fonts cannot draw: emoji and hieroglyphs become boxes. Raises Conflict when even that
    does not help.
    """
    import typst  # 80 MB, and only printing wants it

    for left_out in _KEPT:
        try:
            return _compiled(form, data if left_out is None else _boxed(data, left_out), at)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    raise Conflict(UNPRINTABLE, code="unprintable")


def printed_apart(form: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """The same, laid out in a process of its own: for forms of thousands of rows. Without tags for readers aloud."""
    for left_out in _KEPT:
        inputs = _inputs(data if left_out is None else _boxed(data, left_out))
        moment = at.astimezone(UTC).replace(microsecond=0).isoformat()
        done = subprocess.run(  # noqa: S603 – our own program, the data are its input
            [sys.executable, "-I", str(APART), str(FORMS), form, moment],
            input=inputs.encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode == 0:
            return done.stdout
        if done.returncode != UNDRAWN:
            raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    raise Conflict(UNPRINTABLE, code="unprintable")


def _boxed(value: Any, left_out: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return left_out.sub(BOX, _SILENT.sub("", unicodedata.normalize("NFC", value)))
    if isinstance(value, Mapping):
        return {key: _boxed(one, left_out) for key, one in value.items()}
    return [_boxed(one, left_out) for one in value] if isinstance(value, list | tuple) else value


def _compiled(form: str, data: Mapping[str, Any], at: datetime) -> bytes:
    import typst

    made = typst.compile(
        FORMS / form,
        root=FORMS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2b",
        sys_inputs={"data": _inputs(data)},
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    return made


def _inputs(data: Mapping[str, Any]) -> str:
    return json.dumps({**data, "lang": (get_language() or "ru")[:2]}, ensure_ascii=False)


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
