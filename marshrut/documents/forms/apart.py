"""A program of its own that lays out one long form. Started by `printing`, never imported.

    python -I apart.py FOLDER FORM TIMESTAMP < inputs.json > form.pdf

Laying out thousands of rows takes hundreds of megabytes, and the library keeps them: here they end with the process.
Status 3: PDF/A takes some sign of the data not; anything else is a fault.
"""

from __future__ import annotations

import sys
from datetime import datetime

import typst

UNDRAWN = 3


def main(folder: str, form: str, at: str) -> int:
    try:
        made = typst.compile(
            f"{folder}/{form}",
            root=folder,
            font_paths=typst.Fonts(include_system_fonts=False),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="a-2b",
            pdf_tags=False,  # they would make it fifteen times as large
            sys_inputs={"data": sys.stdin.buffer.read().decode()},
            timestamp=datetime.fromisoformat(at),
        )
    except typst.TypstError as error:
        if "could not be displayed" in str(error):
            return UNDRAWN
        raise
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
