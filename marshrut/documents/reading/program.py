"""A program of its own that reads one file. Started by `asking`, never imported.

    python -I program.py text|html|both pdf|word|sheet|open SECONDS < content > answer.json

The content may be hostile, so this process sees nothing but two open files: no environment, no database, no network, no
right to write another file, little memory and time. It writes {"pages": [["line", …], …], "scans": [2, …]} – the text
page by page, and which pages are pictures without text – or {"html": "…"}, or {"why": …}: "encrypted", "broken",
"too_big", "empty". Asked for both it writes the text on a line first: that is good whatever becomes of the rest.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import re
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import mammoth
import pypdfium2 as pdfium
import python_calamine as calamine
from pypdfium2 import raw

from marshrut.documents.confining import confined, sealed
from marshrut.documents.reading import archive, office

#: bytes of memory for data and of the answer
MEMORY, OUTPUT = 384 << 20, 24 << 20
#: characters, lines and pages that are read; the rest of a longer file is left out
CHARACTERS, LINES, PAGES = 1_000_000, 20_000, 500
#: characters of one line; columns and rows of a sheet
LINE, COLUMNS, ROWS = 20_000, 200, 20_000
#: bytes of one picture in a page of HTML, and of all
PICTURE, PICTURES = 1 << 20, 8 << 20
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
#: how pdfium marks a word broken at the end of a line
_HYPHEN = re.compile("\x02\n?(?=[a-zа-яё])")
_END = re.compile(r"[.!?:;]$|^\d+(\.\d+)*\.?$")
_BEGINNING = re.compile(r"^(\d+[.)]|[•–—-]\s|[А-ЯЁA-Z]{2,}\b|Приложение\b|Статья\b|Раздел\b)")


def warm_up() -> None:
    """Use every part once: what is loaded later would not be found by an account that cannot read our folder."""
    document = pdfium.PdfDocument.new()
    page = document.new_page(1, 1)
    page.get_textpage().get_text_bounded()
    list(page.get_objects())
    document.close()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="x"/>')
        body = "<w:body><w:p><w:r><w:t>é</w:t></w:r></w:p></w:body>"
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        made.writestr("word/document.xml", f"<w:document {space}>{body}</w:document>")
    content = out.getvalue()
    content.decode("cp437")
    answer(content, "html", "word", 1)
    answer(content, "text", "word", 1)
    answer(content, "text", "sheet", 1)
    cell(dt.datetime(2026, 11, 21))  # noqa: DTZ001 – what a cell holds has no zone


def pdf(content: bytes, seconds: float) -> dict[str, Any]:
    pages, scans = [], []
    document = pdfium.PdfDocument(content)
    for number in range(min(len(document), PAGES)):
        page = document[number]
        text = page.get_textpage().get_text_bounded().replace("\r", "\n").replace("\ufffe", "\x02")
        pages.append(list(joined(_HYPHEN.sub("", text).replace("\x02", "-").split("\n"))))
        if not pages[-1] and any(one.type == raw.FPDF_PAGEOBJ_IMAGE for one in page.get_objects(max_depth=2)):
            scans.append(number + 1)
        page.close()
        if time.process_time() > seconds:
            break
    return {"pages": pages, "scans": scans}


def joined(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs out of the lines of a page: a line that is nearly full and ends no sentence goes on in the next."""
    kept = [line for line in (" ".join(line.split()) for line in lines) if line]
    full = max((len(line) for line in kept), default=0) * 0.7
    paragraph, last = "", 0
    for line in kept:
        if not paragraph:
            paragraph = line
        elif last < full or _END.search(paragraph) or _BEGINNING.match(line):
            yield paragraph
            paragraph = line
        elif paragraph.endswith("-") and line[:1].islower():
            paragraph = paragraph[:-1] + line
        else:
            paragraph += " " + line
        last = len(line)
    if paragraph:
        yield paragraph


def sheets(content: bytes) -> Iterator[str]:
    """Rows of every sheet that can be seen; the title of the sheet first when there are several."""
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        shown = [one.name for one in book.sheets_metadata if one.visible == calamine.SheetVisibleEnum.Visible]
        for name in shown:
            if len(shown) > 1:
                yield name
            for row in book.get_sheet_by_name(name).iter_rows():
                cells = [cell(one) for one in row[:COLUMNS]]
                while cells and not cells[-1]:
                    cells.pop()
                if cells:
                    yield office.CELLS.join(cells)


def cell(value: Any) -> str:
    """What a cell shows: whole numbers without a point, days without midnight."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return " ".join(str(value).split())


def cut(lines: Iterable[str]) -> list[str]:
    kept, left = [], CHARACTERS
    for line in lines:
        kept.append(line[:LINE])
        left -= len(kept[-1])
        if left <= 0 or len(kept) >= LINES:
            break
    return kept


def html(content: bytes) -> dict[str, Any]:
    left = [PICTURES]

    def picture(image: Any) -> dict[str, str]:
        if image.content_type not in _SHOWN:
            return {"src": ""}
        with image.open() as stream:
            data = stream.read(PICTURE + 1)
        left[0] -= len(data)
        if len(data) > PICTURE or left[0] < 0:
            return {"src": ""}
        return {"src": f"data:{image.content_type};base64,{base64.b64encode(data).decode()}"}

    made = mammoth.convert_to_html(
        io.BytesIO(content),
        convert_image=mammoth.images.img_element(picture),
        include_embedded_style_map=False,
        external_file_access=False,
    )
    return {"html": made.value[:OUTPUT]}


def answer(content: bytes, mode: str, kind: str, seconds: float) -> dict[str, Any]:
    try:
        if kind == "pdf":
            return pdf(content, seconds)
        if why := archive.looked_through(content):
            return {"why": why}
        if mode == "html":
            return html(content)
        readers = {"word": office.word, "sheet": sheets, "open": office.open_document}
        return {"pages": [cut(readers[kind](content))], "scans": []}
    except MemoryError:
        return {"why": "too_big"}
    except calamine.PasswordError:
        return {"why": "encrypted"}
    except BaseException as error:  # noqa: BLE001 – whatever a hostile file causes is an answer
        return {"why": "encrypted" if "password" in str(error).lower() else "broken"}


def main() -> None:
    warm_up()
    mode, kind, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    confined(seconds, MEMORY, OUTPUT)
    sealed()
    content = sys.stdin.buffer.read()
    for one in ("text", "html") if mode == "both" else (mode,):
        found = answer(content, one, kind, seconds * 2 / 3)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        if "why" in found:
            return


if __name__ == "__main__":
    main()
