"""A program of its own that turns one file into pictures of its pages. Started by `previews`, never imported.

    python -I render.py pdf|image MAX_PAGES SECONDS < content > frames
    python -I render.py pdf|image 1 SECONDS PAGE < content > frames        one page, large and grey, for reading it
    python -I render.py image 1 SECONDS 1 photo < content > frames         a JPEG, for messengers and mail

The content may be hostile, so this process sees nothing but two open files: no environment, no database, no right to
write another file, little memory and time. It writes frames: a line of JSON, then as many bytes as the line's "bytes"
says. The first line tells the number of pages, or why there is no picture: "encrypted", "broken", "too_big".
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from marshrut.documents.confining import confined

#: bytes of memory for data; measured need of a scanned A4 page at 600 dpi: 110 MB
MEMORY = 256 << 20
OUTPUT = 24 << 20
FORMATS = ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"]
WIDTH, MAX_HEIGHT = 1100, 2200
#: 200 dots an inch of an A4 page: what tesseract reads well
SCAN_WIDTH, SCAN_HEIGHT = 1700, 2600
#: pixels of a picture that fit into MEMORY together with its smaller copy
PIXELS = 40_000_000


def warm_up() -> None:
    """Use every part once: what is loaded later would not be found by an account that cannot read our folder."""
    for name in FORMATS:
        out = io.BytesIO()
        Image.new("P", (1, 1)).convert("RGB").save(out, name)
        smaller(Image.open(out, formats=FORMATS)).save(io.BytesIO(), "WEBP")
    smaller(Image.new("P", (1, 1)))
    smaller(Image.new("1", (1, 1)))
    document = pdfium.PdfDocument.new()
    document.init_forms()
    document.new_page(1, 1).render().to_pil()
    document.close()


def confine(seconds: int) -> None:
    Image.MAX_IMAGE_PIXELS = None  # PIXELS is our own limit, asked before a picture is read
    confined(seconds, MEMORY, OUTPUT)


def pdf_pages(first: int, limit: int, most_width: int, most_height: int) -> Iterator[Any]:
    """The number of pages, then a picture of each from `first`, counted from 0."""
    document = pdfium.PdfDocument(sys.stdin.buffer)
    yield len(document)
    with contextlib.suppress(pdfium.PdfiumError):
        document.init_forms()  # filled-in fields are drawn too; this build runs no scripts
    for number in range(first, min(len(document), first + limit)):
        page = document[number]
        width, height = page.get_size()
        if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
            return
        bitmap = page.render(scale=min(most_width / width, most_height / height))
        yield bitmap.to_pil()
        bitmap.close()
        page.close()


def image_pages(first: int, limit: int, most_width: int, most_height: int) -> Iterator[Any]:
    """The number of pages (a TIFF may hold many), then each made smaller, upright and without its notes."""
    picture = Image.open(sys.stdin.buffer, formats=FORMATS)
    count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    large = pixels(picture) > PIXELS
    picture.draft("RGB", (most_height, most_height))  # a JPEG can be read at a fraction of its size
    yield count
    for number in range(first, min(count, first + limit)):
        picture.seek(number)
        if pixels(picture) > PIXELS:
            raise MemoryError
        try:
            yield smaller(picture, most_width, most_height)
        except OSError as error:
            raise MemoryError if large else error


def pixels(picture: Image.Image) -> int:
    return picture.width * picture.height


def smaller(picture: Image.Image, most_width: int = WIDTH, most_height: int = MAX_HEIGHT) -> Image.Image:
    """Not wider than a page; transparent places become white paper. The large copy is let go as early as possible."""
    if picture.mode in {"1", "P"}:
        picture = picture.convert("L" if picture.mode == "1" else "RGBA")
    picture.thumbnail((most_height, most_height))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((most_width, most_height))
    copy = upright.convert("RGBA")
    paper = Image.new("RGB", copy.size, "white")
    paper.paste(copy, mask=copy)
    return paper


def frame(line: dict[str, Any], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps({**line, "bytes": len(content)}).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


def write(pages: Iterator[Any], seconds: float) -> None:
    """A page that fails ends the work; the pages before it are good. After `seconds` no new page is begun."""
    frame({"pages": next(pages)})
    for number, picture in enumerate(pages, 1):
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=75, method=2)
        frame({"page": number, "width": picture.width, "height": picture.height}, out.getvalue())
        if time.process_time() > seconds:
            return


def write_scan(pages: Iterator[Any]) -> None:
    frame({"pages": next(pages)})
    for picture in pages:
        out = io.BytesIO()
        picture.convert("L").save(out, "PNG")
        frame({"page": 1, "width": picture.width, "height": picture.height}, out.getvalue())


def write_photo(pages: Iterator[Any]) -> None:
    frame({"pages": next(pages)})
    for picture in pages:
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=80)
        frame({"page": 1, "width": picture.width, "height": picture.height}, out.getvalue())


def reason(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "too_big"
    return "encrypted" if "password" in str(error).lower() else "broken"


if __name__ == "__main__":
    warm_up()
    kind, most, processor, scanned = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    confine(processor)
    draw = pdf_pages if kind == "pdf" else image_pages
    try:
        if scanned[1:]:
            write_photo(draw(0, 1, WIDTH, MAX_HEIGHT))
        elif scanned:
            write_scan(draw(int(scanned[0]) - 1, 1, SCAN_WIDTH, SCAN_HEIGHT))
        else:
            write(draw(0, most, WIDTH, MAX_HEIGHT), processor * 2 / 3)
    except Exception as error:  # noqa: BLE001 – whatever a hostile file causes is an answer
        frame({"why": reason(error)})
