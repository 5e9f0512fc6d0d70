"""A program of its own that looks through a Word template or fills it. Started by `asking`, never imported.

    python -I program.py look|fill SECONDS < values.json, newline, template.docx > answer.json, newline, paper.docx

The template is somebody's program, so this process sees two open files only: no environment, no database, no network,
no right to write another file, little memory and time. The answer is {"fields": [...]} (what the template asks for) or
{"why": …, "about": "…"}: "encrypted", "broken", "too_big", "macros", "outside", "codes", "syntax", "forbidden".
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from typing import Any

import docx
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError

from marshrut.documents.confining import confined, sealed
from marshrut.documents.filling.language import Forbidden, Language
from marshrut.documents.reading import archive

#: bytes of memory for data, of the answer, characters quoted of a template
MEMORY, OUTPUT, QUOTED = 384 << 20, 40 << 20, 120
_MACROS = re.compile(r"vbaProject|vbaData|activeX/", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HARMLESS = re.compile(rb"relationships/hyperlink[\"']")
#: field codes that fetch or run something when the paper is opened
_CODES = re.compile(rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE)\b")
_CODE = re.compile(rb"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr\s*=\s*\"(.*?)\"", re.DOTALL)


class Refused(Exception):
    pass


def warm_up() -> None:
    """Use every part once: what is loaded later would not be found by an account that cannot read our folder."""
    made = docx.Document()
    made.add_paragraph("{{ a }} {% if a %}{% endif %}{% for one in b %}{{ one.c | upper | default('-') }}{% endfor %}")
    made.sections[0].header.paragraphs[0].text = "{{ a }}"
    made.add_table(1, 1)
    out = io.BytesIO()
    made.save(out)
    filled(out.getvalue(), {"a": "é", "b": [{"c": "1"}]})
    answer(out.getvalue(), {}, "look")
    answer(out.getvalue().replace(b"PK", b"XX"), {}, "look")
    Language().from_string("{{ a }}").render({})
    for wrong in ("{{ a.b() }}", "{{ a"):
        try:
            Language().from_string(wrong)
        except (Forbidden, TemplateSyntaxError):
            continue


def harmless(content: bytes) -> None:
    """Refuse what would act when somebody opens the filled paper: macros, outside parts, field codes that fetch."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for one in parts.infolist():
            if _MACROS.search(one.filename):
                raise Refused("macros")
            if one.filename.endswith(".rels"):
                if any(not _HARMLESS.search(found) for found in _OUTSIDE.findall(parts.read(one))):
                    raise Refused("outside")
            elif one.filename.endswith(".xml"):
                read = parts.read(one)
                if b"macroEnabled" in read and one.filename == "[Content_Types].xml":
                    raise Refused("macros")
                if any(_CODES.search(code) for codes in _CODE.findall(read) for code in codes):
                    raise Refused("codes")


def filled(content: bytes, values: dict[str, Any]) -> tuple[list[str], bytes]:
    """What the template asks for, and the paper."""
    template, language = DocxTemplate(io.BytesIO(content)), Language()
    template.render(values, language)
    out = io.BytesIO()
    template.save(out)
    return sorted(language.fields), out.getvalue()


def answer(content: bytes, values: dict[str, Any], mode: str) -> tuple[dict[str, Any], bytes]:
    try:
        if why := archive.looked_through(content):
            return {"why": why}, b""
        harmless(content)
        fields, paper = filled(content, values)
    except Refused as error:
        return {"why": str(error)}, b""
    except Forbidden as error:
        return {"why": "forbidden", "about": str(error)[:QUOTED]}, b""
    except TemplateError as error:
        return {"why": "syntax", "about": str(error.message)[:QUOTED]}, b""
    except MemoryError:
        return {"why": "too_big"}, b""
    except BaseException:  # noqa: BLE001 – whatever a hostile template causes is an answer
        return {"why": "broken"}, b""
    return {"fields": fields}, paper if mode == "fill" else b""


def main() -> None:
    warm_up()
    mode, seconds = sys.argv[1], int(sys.argv[2])
    confined(seconds, MEMORY, OUTPUT)
    sealed()
    values = json.loads(sys.stdin.buffer.readline())
    told, paper = answer(sys.stdin.buffer.read(), values, mode)
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + paper)


if __name__ == "__main__":
    main()
