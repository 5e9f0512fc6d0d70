"""Files made to hurt: the list of reliability §4g as far as storing and previewing goes. Nothing is downloaded.

Each is small on disk or quick to make. `corpus()` yields (number of the list, name, content); the numbers stay stable.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(document.domain)</script>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


@dataclass(frozen=True, slots=True)
class Hostile:
    """`refused`: the room says no with a sentence; otherwise it is stored, and `preview` is how drawing may end."""

    number: str
    name: str
    make: Callable[[], bytes]
    refused: bool = False
    preview: frozenset[str] = frozenset({"absent"})

    def __str__(self) -> str:
        return f"{self.number} {self.name!r}"


_ANY = frozenset({"absent", "ready"})
_READY = frozenset({"ready"})


def corpus() -> Iterator[Hostile]:
    yield from _pages()
    yield from _pdfs()
    yield from _archives()
    yield from _office()
    yield from _markup()
    yield from _pictures()
    yield from _liars()


def pdf(*objects: bytes, root: int = 1, trailer: bytes = b"", header: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of numbered objects, the first being number 1."""
    body, places = bytearray(header), []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(body) + b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        trailer,
        start,
    )


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def page_pdf(catalog: bytes = b"", page: bytes = b"", *more: bytes, content: bytes = b"0 0 100 100 re f") -> bytes:
    """One page; `more` objects start at number 5."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % page,
        stream(content),
        *more,
    )


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        *[page] * count,
    )


def huge_image_pdf(side: int = 16_000) -> bytes:
    packed = _zeros(side * side)
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8" % (
        side,
        side,
    )
    image = stream(packed, entries + b" /Filter /FlateDecode")
    return page_pdf(b"", b"/Resources << /XObject << /I 5 0 R >> >>", image, content=b"q 595 0 0 842 0 0 cm /I Do Q")


def encrypted_pdf() -> bytes:
    """Standard security handler, revision 2, with a user password nobody knows."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32),
    ]
    return pdf(*objects, trailer=b"/Encrypt 4 0 R /ID [<00> <00>]")


def zip_bomb(size: int = 100 << 20) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros.txt", "w") as entry:
        for _ in range(size >> 20):
            entry.write(bytes(1 << 20))
    return out.getvalue()


def nested_zip(levels: int = 5) -> bytes:
    content = zip_bomb(10 << 20)
    for level in range(levels):
        content = zipped({f"{level}-{copy}.zip": content for copy in range(10)})
    return content


def overlapping_zip(entries: int = 1000) -> bytes:
    """One packed kernel of 10 MB that every entry of the directory points at."""
    kernel = zip_bomb(10 << 20)
    with zipfile.ZipFile(io.BytesIO(kernel)) as archive:
        info, start = archive.infolist()[0], archive.start_dir
    record = kernel[start : start + 46 + len(info.filename)]
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, entries, entries, len(record) * entries, start, 0)
    return kernel[:start] + record * entries + end


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def symlink_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def twin_zip() -> bytes:
    """Two entries of one name: every reader picks its own."""
    return zipped({"a.txt": b"one", "b.txt": b"two"}).replace(b"b.txt", b"a.txt")


def office(parts: dict[str, bytes], folder: str = "word", kind: str = "document") -> bytes:
    main = {"[Content_Types].xml": b'<?xml version="1.0"?><Types/>', f"{folder}/{kind}.xml": b"<document/>"}
    return zipped({**main, **parts})


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises many pixels and holds none."""
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def png_flood(side: int) -> bytes:
    """A PNG that does hold all its pixels, packed a thousand times smaller."""
    head = struct.pack(">2I5B", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", _zeros(side * (side + 1))) + _chunk(b"IEND", b"")
    )


def jpeg_with_notes() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    exif.get_ifd(0x8825)[2] = (55.0, 45.0, 0.0)
    Image.new("RGB", (64, 64), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def gif_of_many_frames(frames: int = 10_000) -> bytes:
    one = io.BytesIO()
    Image.new("P", (1, 1)).save(one, "GIF")
    whole = one.getvalue()
    start = whole.index(b",\0\0\0\0\1\0\1\0")
    return whole[:start] + whole[start:-1] * frames + b";"


def looped_tiff() -> bytes:
    """The directory of the picture names itself as the next one."""
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "TIFF")
    content = bytearray(out.getvalue())
    start = struct.unpack("<I", content[4:8])[0]
    entries = struct.unpack("<H", content[start : start + 2])[0]
    content[start + 2 + 12 * entries : start + 6 + 12 * entries] = struct.pack("<I", start)
    return bytes(content)


NAMES = {
    "percent traversal": "..%2f..%2fx.pdf",
    "traversal": "../../../../etc/cron.d/x.pdf",
    "windows traversal": "..\\..\\x.pdf",
    "absolute": "/etc/passwd",
    "drive": "C:\\Windows\\x.pdf",
    "nul": "a\0.pdf",
    "255 letters": "я" * 255 + ".pdf",
    "right to left": "договор\u202efdp.exe",
    "device": "CON",
    "device with extension": "nul.pdf",
    "trailing dot": "счёт.pdf. . .",
    "newline": "a\r\nSet-Cookie: x=1\r\n.pdf",
    "markup": '"><img src=x onerror=alert(1)>.pdf',
    "emoji": "😀 счёт 👨‍👩‍👧.pdf",
    "decomposed": "Счёт.pdf".replace("ё", "е\u0308"),
    "parameter": "a.pdf\"; filename*=UTF-8''evil.exe",
    "half a surrogate": "a\ud800.pdf",
    "only dots": "..",
    "nothing": "",
}


def _pages() -> Iterator[Hostile]:
    html = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
    yield Hostile("1", "page.html", lambda: html)
    yield Hostile(
        "2", "page.xhtml", lambda: b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT
    )
    yield Hostile("3", "page.mhtml", lambda: b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT)
    yield Hostile("4", "invoice.pdf", lambda: html, refused=True)
    yield Hostile("4a", "note.txt", lambda: html)
    yield Hostile("5", "script.svg", lambda: _SVG + b">" + SCRIPT + b"</svg>")
    yield Hostile("6", "onload.svg", lambda: _SVG + b' onload="alert(1)"/>')
    yield Hostile("7", "foreign.svg", lambda: _SVG + b"><foreignObject>" + SCRIPT + b"</foreignObject></svg>")
    yield Hostile("8", "outside.svg", lambda: _SVG + b'><image xlink:href="http://127.0.0.1/x"/></svg>')
    yield Hostile("8a", "picture.png", lambda: _SVG + b">" + SCRIPT + b"</svg>", refused=True)
    yield Hostile("9", "polyglot.gif", lambda: b"GIF89a=1;alert(1);" + SCRIPT)
    yield Hostile("9a", "polyglot.js", lambda: b"GIF89a=1;alert(1)")


def _pdfs() -> Iterator[Hostile]:
    js = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    launch = b"/OpenAction << /S /Launch /F (/bin/sh) /Next << /S /URI /URI (http://127.0.0.1/) >> >>"
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 0 /LastChar 0 /Widths [1] "
        b"/FontMatrix [1 0 0 1 0 (0\\); alert\\('x')] >>"
    )
    embedded = b"/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>] >> >>"
    yield Hostile("10", "javascript.pdf", lambda: page_pdf(js), preview=_READY)
    yield Hostile("11", "launch.pdf", lambda: page_pdf(launch), preview=_READY)
    resources = b"/Resources << /Font << /F 5 0 R >> >>"
    text = b"BT /F 12 Tf (x) Tj ET"
    yield Hostile("12", "fontmatrix.pdf", lambda: page_pdf(b"", resources, font, content=text), preview=_ANY)
    yield Hostile("13", "embedded.pdf", lambda: page_pdf(embedded, b"", stream(b"MZ" + bytes(64))), preview=_READY)
    loop = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")
    yield Hostile("14", "loop.pdf", lambda: pdf(*loop), preview=_ANY)
    yield Hostile("15", "5000 pages.pdf", lambda: many_pages(5000), preview=_READY)
    yield Hostile("16", "huge image.pdf", huge_image_pdf, preview=_ANY)
    bomb = b"/Filter /FlateDecode"
    yield Hostile(
        "17",
        "object stream.pdf",
        lambda: pdf(
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream(_zeros(200 << 20), bomb),
        ),
        preview=_ANY,
    )
    twice = b"/Filter [/FlateDecode /FlateDecode]"
    yield Hostile("17a", "packed twice.pdf", lambda: _double_bomb(twice), preview=_ANY)
    yield Hostile("18", "encrypted.pdf", encrypted_pdf)
    yield Hostile("19", "truncated.pdf", lambda: page_pdf()[:150], preview=_ANY)
    yield Hostile("19a", "no objects.pdf", lambda: b"%PDF-1.7\n" + bytes(1000))
    yield Hostile("19b", "endless page.pdf", _slow_page, preview=_ANY)
    yield Hostile("19c", "giant page.pdf", lambda: page_pdf().replace(b"595 842", b"9e9 9e9"), preview=_ANY)
    yield Hostile("19d", "deep arrays.pdf", lambda: page_pdf(b"/X " + b"[" * 200_000), preview=_ANY)
    yield Hostile("20", "polyglot.pdf", lambda: page_pdf() + zipped({"evil.js": b"1"}), preview=_READY)


def _archives() -> Iterator[Hostile]:
    yield Hostile("21", "bomb.zip", zip_bomb)
    yield Hostile("22", "nested.zip", nested_zip)
    yield Hostile("23", "overlapping.zip", overlapping_zip)
    yield Hostile("24", "20000 entries.zip", lambda: zipped({f"{number}": b"" for number in range(20_000)}))
    slips = {"../../x": b"1", "/etc/x": b"1", "C:\\x": b"1", "..\\..\\x": b"1"}
    yield Hostile("25", "slip.zip", lambda: zipped(slips))
    yield Hostile("26", "symlink.zip", symlink_zip)
    yield Hostile("27", "twins.zip", twin_zip)


def _office() -> Iterator[Hostile]:
    xxe = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    laughs = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
        b"<!ENTITY %c '%s'>" % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
    )
    outside = b'<Relationships><Relationship TargetMode="External" Target="http://127.0.0.1/x"/></Relationships>'
    yield Hostile("28", "xxe.docx", lambda: office({"word/document.xml": xxe}))
    yield Hostile("29", "laughs.docx", lambda: office({"word/document.xml": laughs + b"]><x>&j;</x>"}))
    yield Hostile("30", "outside.docx", lambda: office({"word/_rels/document.xml.rels": outside}))
    yield Hostile("31", "macro.docm", lambda: office({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}))
    cells = b"<worksheet><f>cmd|' /C calc'!A0</f></worksheet>"
    yield Hostile("32", "formula.xlsx", lambda: office({"xl/worksheets/sheet1.xml": cells}, "xl", "workbook"))
    yield Hostile("32a", "formula.csv", lambda: b"=cmd|' /C calc'!A0,@SUM(1)\r\n")
    strings = {"xl/sharedStrings.xml": bytes(200 << 20)}
    yield Hostile("33", "strings.xlsx", lambda: office(strings, "xl", "workbook"))


def _markup() -> Iterator[Hostile]:
    head = b'<?xml version="1.0" encoding="windows-1251"?>'
    yield Hostile("34", "upd.xml", lambda: head + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')
    yield Hostile("35", "utf16.xml", lambda: '<?xml version="1.0" encoding="windows-1251"?><x/>'.encode("utf-16"))
    yield Hostile("36", "deep.xml", lambda: head + b"<a>" * 200_000 + b"</a>" * 200_000)
    yield Hostile("37", "long attribute.xml", lambda: head + b'<a b="' + b"x" * (10 << 20) + b'"/>')
    yield Hostile("38", "cdata.xml", lambda: head + b"<a><![CDATA[</script>" + SCRIPT + b"]]></a>")
    yield Hostile("39", "broken bytes.xml", lambda: head + b"<a>\x98\xff\xfe\x00</a>")
    parts = b"".join(b"--%d\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n" % (n, n + 1) for n in range(10_000))
    yield Hostile("45", "nested.eml", lambda: b"From: a\r\nContent-Type: multipart/mixed; boundary=0\r\n\r\n" + parts)
    yield Hostile("45a", "long header.eml", lambda: b"From: " + b"x" * (1 << 20) + b"\r\n\r\n")


def _pictures() -> Iterator[Hostile]:
    yield Hostile("40", "flood header.png", lambda: png_header(50_000, 50_000))
    yield Hostile("40a", "flood.png", lambda: png_flood(20_000))
    yield Hostile("40b", "just too many.png", lambda: png_flood(7_000))
    yield Hostile("41", "notes.jpg", jpeg_with_notes, preview=_READY)
    yield Hostile("42", "frames.gif", gif_of_many_frames, preview=_READY)
    yield Hostile("43", "loop.tiff", looped_tiff, preview=_ANY)
    yield Hostile("43a", "cut.jpg", lambda: jpeg_with_notes()[:300])


def _liars() -> Iterator[Hostile]:
    yield Hostile("46", "eicar.com", lambda: EICAR)
    yield Hostile("46a", "eicar.txt", lambda: EICAR)
    yield Hostile("46b", "program.pdf", lambda: b"MZ" + bytes(300), refused=True)
    yield Hostile("46c", "program.docx", lambda: b"MZ" + bytes(300))
    yield Hostile("46d", "scan.pdf", jpeg_with_notes, refused=True)
    yield Hostile("46e", "paper.docx", page_pdf, refused=True)
    yield Hostile("46f", "script.sh", lambda: b"#!/bin/sh\nrm -rf /\n")
    yield Hostile("46g", "empty.pdf", bytes, refused=True)


def _double_bomb(filters: bytes) -> bytes:
    packed = zlib.compress(_zeros(400 << 20), 9)
    return page_pdf().replace(stream(b"0 0 100 100 re f"), stream(packed, filters))


def _slow_page() -> bytes:
    """Forms that draw each other, ten times at every level: 10^9 rectangles."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F %d 0 R >> >>"
    levels = [stream(b"/F Do " * 10, form % (number + 1)) for number in range(5, 13)]
    last = stream(b"0 0 500 800 re f " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    return page_pdf(b"", b"/Resources << /XObject << /F 5 0 R >> >>", *levels, last, content=b"/F Do " * 10)


def busy_pdf() -> bytes:
    """A page that takes minutes to draw: a million curves."""
    curves = b"0 0 m 595 842 0 842 595 0 c S\n" * 1_000_000
    return page_pdf().replace(stream(b"0 0 100 100 re f"), stream(zlib.compress(curves), b"/Filter /FlateDecode"))


def _zeros(size: int) -> bytes:
    """So many zero bytes, packed, without ever holding them."""
    packer, packed = zlib.compressobj(9), bytearray()
    for _ in range(size >> 20):
        packed += packer.compress(bytes(1 << 20))
    return bytes(packed + packer.compress(bytes(size & (1 << 20) - 1)) + packer.flush())


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
