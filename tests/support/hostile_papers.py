"""Office files made to hurt whoever reads, shows or fills them in: reliability §4g, the part about texts and templates.

Bombs are a little over the limits they meet (`reading.archive`, `reading.program`): larger ones prove nothing more.

Real packages with a part replaced, so that every reader gets as far as the harm. `corpus()` yields them; `told` is what
reading may end with: "text" or a reason of `sentences.NO_TEXT`.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import xlsxwriter

from .hostile_files import SCRIPT, page_pdf, stream, zip_bomb, zipped
from .word_files import paper, part, rewritten, with_body

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class HostilePaper:
    """`template`: whether it may be kept as a template all the same, because nothing in it acts."""

    name: str
    make: Callable[[], bytes]
    told: frozenset[str]
    template: bool = False

    def __str__(self) -> str:
        return self.name


_TEXT, _NONE = frozenset({"text"}), frozenset({"broken", "too_big", "encrypted", "empty"})
_ANY = _TEXT | _NONE


def corpus() -> Iterator[HostilePaper]:
    yield from _entities()
    yield from _bombs()
    yield from _outside()
    yield from _shapes()
    yield from _sheets()
    yield from _texts()


def body(inside: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<w:document {_W}><w:body>{inside}</w:body></w:document>'.encode()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _entities() -> Iterator[HostilePaper]:
    file = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    away = '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>'
    parameter = '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x"> %e;]>'
    laughs = "<!DOCTYPE x [<!ENTITY a0 'ха'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    quadratic = f"<!DOCTYPE x [<!ENTITY a '{'х' * 50_000}'>]>"
    entity = paragraph("до &e; после")
    yield HostilePaper("xxe.docx", lambda: with_body(body(entity, file)), _NONE)
    yield HostilePaper("ssrf.docx", lambda: with_body(body(entity, away)), _NONE)
    yield HostilePaper("parameter.docx", lambda: with_body(body(paragraph("x"), parameter)), _NONE)
    yield HostilePaper("laughs.docx", lambda: with_body(body(paragraph("&a9;"), laughs + "]>")), _NONE)
    yield HostilePaper("quadratic.docx", lambda: with_body(body(paragraph("&a;" * 50_000), quadratic)), _NONE)
    wide = body(entity, file).decode().replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>')
    yield HostilePaper("utf16.docx", lambda: with_body(wide.encode("utf-16")), _NONE)
    late = body(paragraph("&e;"), f"<!-- {'x' * 200_000} -->{file}")
    yield HostilePaper("late.docx", lambda: with_body(late), _NONE)
    head = f"{file}<w:hdr {_W}><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:hdr>".encode()
    yield HostilePaper("head.docx", lambda: rewritten(paper("x", head="y"), {"word/header1.xml": head}), _NONE)
    shared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'
    yield HostilePaper("xxe.xlsx", lambda: rewritten(workbook(), {"xl/sharedStrings.xml": shared}), _NONE)


def _bombs() -> Iterator[HostilePaper]:
    yield HostilePaper("bomb.docx", lambda: _with_zeros(paper("x"), "word/media/image1.png", 200 << 20), _NONE)
    yield HostilePaper("body bomb.docx", lambda: _with_spaces(paper("x"), "word/document.xml", 200 << 20), _NONE)
    lying = lambda: _lying_size(_with_spaces(paper("x"), "word/document.xml", 200 << 20))  # noqa: E731
    yield HostilePaper("lying size.docx", lying, _NONE)
    many = {f"word/{number}.xml": b"<a/>" for number in range(6_000)}
    yield HostilePaper("6000 parts.docx", lambda: rewritten(paper("x"), many), _NONE)
    yield HostilePaper("nested.docx", lambda: rewritten(paper("x"), {"word/a.zip": zip_bomb()}), _ANY, template=True)
    yield HostilePaper("only a zip.docx", lambda: zipped({"a.txt": b"x"}), _NONE)
    yield HostilePaper("cut.docx", lambda: paper("x")[:2000], _NONE)
    yield HostilePaper("sealed.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), _NONE)
    yield HostilePaper("secret.docx", _encrypted_entries, _NONE)


def _outside() -> Iterator[HostilePaper]:
    """Read as any other; kept as templates never: a filled paper would carry it to whoever opens it."""
    for kind, target in (
        ("attachedTemplate", "http://127.0.0.1:9/x.dotm"),
        ("image", "file:///etc/passwd"),
        ("oleObject", "http://127.0.0.1:9/x"),
        ("frame", "\\\\127.0.0.1\\share\\x"),
    ):
        yield HostilePaper(f"{kind}.docx", lambda kind=kind, target=target: _related(kind, target), _TEXT)  # type: ignore[misc]
    linked = (
        f'<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{_R}" r:link="rId99"/></w:drawing></w:r></w:p>{paragraph("x")}'
    )
    yield HostilePaper("linked picture.docx", lambda: _related("image", "file:///etc/passwd", body(linked)), _TEXT)
    macro = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}
    yield HostilePaper("macro.docx", lambda: rewritten(paper("x"), macro), _TEXT)
    code = '<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>'
    yield HostilePaper("dde.docx", lambda: with_body(body(code + paragraph("x"))), _TEXT)
    script = f'<w:p><w:hyperlink xmlns:r="{_R}" r:id="rId99"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'
    yield HostilePaper(
        "script link.docx", lambda: _related("hyperlink", "javascript:alert(1)", body(script)), _TEXT, template=True
    )
    slips = {"../../evil.xml": b"<a/>", "/etc/evil": b"1", "C:\\evil": b"1"}
    yield HostilePaper("slip.docx", lambda: rewritten(paper("x"), slips), _TEXT, template=True)


def _shapes() -> Iterator[HostilePaper]:
    deep = "<w:p>" * 50_000 + "<w:r><w:t>x</w:t></w:r>" + "</w:p>" * 50_000
    yield HostilePaper("deep.docx", lambda: with_body(body(deep)), _NONE)
    tables = "<w:tbl><w:tr><w:tc>" * 150 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 150
    yield HostilePaper("tables in tables.docx", lambda: with_body(body(tables)), _ANY)
    yield HostilePaper("25000 paragraphs.docx", lambda: with_body(body(paragraph("x") * 25_000)), _ANY, template=True)
    yield HostilePaper("long line.docx", lambda: with_body(body(paragraph("слово " * 200_000))), _ANY, template=True)
    yield HostilePaper("broken xml.docx", lambda: with_body(body(paragraph("x"))[:-20]), _NONE)
    yield HostilePaper("other words.docx", lambda: with_body(b"<html>" + SCRIPT + b"</html>"), _NONE | _TEXT)
    twins = zipped({"word/document.xml": body(paragraph("один"))})
    yield HostilePaper("twins.docx", _twins, _ANY, template=True)
    yield HostilePaper("no types.docx", lambda: twins, _ANY)
    picture = rewritten(paper("x"), {"word/media/image1.svg": b"<svg>" + SCRIPT + b"</svg>"})
    yield HostilePaper("svg.docx", lambda: picture, _TEXT, template=True)
    yield HostilePaper("polyglot.docx", lambda: paper("x") + page_pdf(), _ANY, template=True)


def _sheets() -> Iterator[HostilePaper]:
    cell = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    huge = cell.format(far).encode()
    yield HostilePaper("far cell.xlsx", lambda: rewritten(workbook(), {"xl/worksheets/sheet1.xml": huge}), _ANY)
    said = '<dimension ref="A1:XFD1048576"/>' + cell.format('<row r="1"><c r="A1"><v>1</v></c></row>')
    lying = {"xl/worksheets/sheet1.xml": said.replace("<sheetData>", "<sheetData>").encode()}
    yield HostilePaper("wide.xlsx", lambda: rewritten(workbook(), lying), _ANY)
    yield HostilePaper("strings.xlsx", lambda: _with_spaces(workbook(), "xl/sharedStrings.xml", 200 << 20), _NONE)
    yield HostilePaper("formula.xlsx", lambda: workbook("=cmd|' /C calc'!A0"), _TEXT)
    index = cell.format('<row r="1"><c r="A1" t="s"><v>99999999999</v></c></row>').encode()
    yield HostilePaper("bad index.xlsx", lambda: rewritten(workbook(), {"xl/worksheets/sheet1.xml": index}), _ANY)
    yield HostilePaper("many sheets.xlsx", lambda: workbook(sheets=300), _ANY)


def _texts() -> Iterator[HostilePaper]:
    page = b"BT /F 1 Tf 10 10 Td %s ET" % (b"(xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx) Tj " * 200_000)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    resources = b"/Resources << /Font << /F 5 0 R >> >>"
    yield HostilePaper("endless text.pdf", lambda: page_pdf(b"", resources, font, content=page), _ANY)
    script = b"BT /F 9 Tf 10 10 Td (<script>alert\\(1\\)</script>) Tj ET"
    yield HostilePaper("markup.pdf", lambda: page_pdf(b"", resources, font, content=script), _TEXT)
    yield HostilePaper("attached.pdf", lambda: page_pdf(b"/AF [5 0 R]", b"", stream(b"MZ")), _ANY)


def workbook(cell: str = "x", sheets: int = 1) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for _number in range(sheets):
        book.add_worksheet().write_string(0, 0, cell)
    book.close()
    return out.getvalue()


def _related(kind: str, target: str, document: bytes | None = None) -> bytes:
    original = paper("x")
    one = f'<Relationship Id="rId99" Type="{_R}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    rels = part(original, "word/_rels/document.xml.rels").decode().replace("</Relationships>", one)
    parts = {"word/_rels/document.xml.rels": rels.encode()}
    return rewritten(original, {**parts, "word/document.xml": document} if document else parts)


def _with_zeros(content: bytes, name: str, size: int) -> bytes:
    return _with_filling(content, name, b"", bytes(1 << 20), size, b"")


def _with_spaces(content: bytes, name: str, size: int) -> bytes:
    """A part that is well-formed and unfolds to `size` bytes."""
    return _with_filling(content, name, b"<x>", b" " * (1 << 20), size, b"</x>")


def _with_filling(content: bytes, name: str, before: bytes, block: bytes, size: int, after: bytes) -> bytes:
    out = io.BytesIO(rewritten(content, {}) if name not in _names(content) else _without(content, name))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as entry:
        entry.write(before)
        for _ in range(size >> 20):
            entry.write(block)
        entry.write(after)
    return out.getvalue()


def _names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def _without(content: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            if one.filename != name:
                new.writestr(one.filename, old.read(one))
    return out.getvalue()


def _lying_size(content: bytes) -> bytes:
    """The directory says that the large entry is small."""
    size = (200 << 20) + 7
    return content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def _encrypted_entries() -> bytes:
    """The flag of encryption is set on every entry."""
    content = bytearray(paper("x"))
    for sign, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(sign)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(sign, at + 4)
    return bytes(content)


def _twins() -> bytes:
    out = io.BytesIO(paper("один"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", body(paragraph("два")))
    return out.getvalue()
