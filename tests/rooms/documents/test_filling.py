"""Templates are filled with values and nothing else; what is no field, condition or list is refused (SSTI)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from jinja2 import TemplateSyntaxError

from marshrut.documents import filling
from marshrut.documents.filling.language import Forbidden, Language
from tests.support.word_files import paper, part, rewritten, texts

ROWS = [["Товар", "Цена"], ["{%tr for line in lines %}", ""], ["{{ line.title }}", "{{ line.price }}"]]
TABLE = [*ROWS, ["{%tr endfor %}", ""]]


def opened(content: bytes) -> IO[bytes]:
    return io.BytesIO(content)


def filled(content: bytes, **values: Any) -> list[str]:
    made = filling.fill(opened(content), values)
    assert made.why == ""
    return texts(made.paper)


def test_fields_conditions_lists_and_heads() -> None:
    template = paper(
        "Договор № {{ number }} с {{ partner.name }}",
        "{% if amount %}на сумму {{ amount }}{% else %}без суммы{% endif %}",
        table=TABLE,
        head="{{ number }}",
    )
    looked = filling.look(opened(template))
    assert looked.fields == ("amount", "lines", "lines.price", "lines.title", "number", "partner.name")
    lines = [{"title": "Насос", "price": "5"}, {"title": "Шланг", "price": "7"}]
    assert filled(template, number="5/7", partner={"name": "ООО «Альфа»"}, amount="100", lines=lines) == [
        "Договор № 5/7 с ООО «Альфа»",
        "на сумму 100",
        *("Товар", "Цена", "Насос", "5", "Шланг", "7"),
        "5/7",
    ]


def test_a_missing_field_is_seen_in_the_paper_and_told() -> None:
    made = filling.fill(opened(paper("с {{ partner.inn }} от {{ day }}")), {"partner": {"name": "А"}, "day": ""})
    assert texts(made.paper)[0] == "с «нет поля: inn» от "
    assert made.missing == ("partner.inn",)


def test_a_company_is_printed_by_its_name_and_a_list_with_commas() -> None:
    assert filled(paper("{{ a }}; {{ b }}; {{ c }}"), a={"name": "Альфа"}, b=["1", "2"], c=None)[0] == "Альфа; 1, 2; "


@pytest.mark.parametrize(
    "value",
    [
        "{{ 7*7 }}",
        "{% for x in y %}",
        "<w:p>&amp;</w:p>",
        "</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText>",
        "\0\x07\x0b\ud800конец",
    ],
)
def test_values_are_never_a_part_of_the_template_nor_markup(value: str) -> None:
    made = filling.fill(opened(paper("до {{ a }} после")), {"a": value})
    assert made.why == ""
    (text,) = [one for one in texts(made.paper) if one]
    shown = "".join(sign for sign in value if sign.isprintable() and not "\ud800" <= sign <= "\udfff")
    assert text == f"до {shown} после"
    assert b"<w:instrText>" not in part(made.paper, "word/document.xml")


ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ a.__class__ }}",
    "{{ a['__class__'] }}",
    "{{ a|attr('__class__') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ (a|first).mro }}",
    "{{ '%s' % a }}",
    "{{ 'x' * 1000000000 }}",
    "{{ a ~ (1).real }}",
    "{{ a | map(attribute='__class__') }}",
    "{{ a | format }}",
    "{{ a | default(self) }}",
    "{% for i in range(10**9) %}{{ i }}{% endfor %}",
    "{% for a in b recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a in b %}{{ loop.cycle('x') }}{% endfor %}",
    "{% import 'os' as os %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'x' %}",
    "{% macro a() %}{% endmacro %}",
    "{% set a = 1 %}",
    "{% filter upper %}{% endfilter %}",
    "{% call a() %}{% endcall %}",
    "{{ a[0] }}",
    "{{ a.b.c.d.e.f.g }}",
]


@pytest.mark.parametrize("escape", ESCAPES)
def test_escapes_are_refused(escape: str) -> None:
    with pytest.raises((Forbidden, TemplateSyntaxError)):
        Language().from_string(f"<w:p>до {escape} после</w:p>")


@pytest.mark.parametrize("escape", ["{{ ''.__class__.__mro__ }}", "{% include '/etc/passwd' %}"])
def test_they_are_refused_wherever_they_stand(escape: str) -> None:
    for template in (paper(escape), paper("x", head=escape)):
        looked = filling.look(opened(template))
        assert (looked.why, looked.fields) == ("forbidden", ())
    assert filling.fill(opened(paper(escape)), {"a": "x"}).paper == b""


def test_names_that_python_knows_are_mere_fields() -> None:
    language = Language()
    shown = language.from_string("{{ request }} {{ config }} {{ range }} {{ a.items }} {{ a.keys }}").render(a={"x": 1})
    assert shown == " ".join(f"«нет поля: {name}»" for name in ("request", "config", "range", "items", "keys"))
    assert language.fields == {"request", "config", "range", "a.items", "a.keys"}


def test_a_refusal_quotes_the_place() -> None:
    assert filling.look(opened(paper("Сумма {{ amount.pay() }}"))).about == "{{ amount.pay() }}"
    assert "{{ amount" in filling.look(opened(paper("Сумма {{ amount"))).about


@pytest.mark.parametrize("wrong", ["{{ a", "{% if a %}", "{{ a b }}", "{% endif %}", "{{ }}"])
def test_mistakes_of_writing_are_told(wrong: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Language().from_string(wrong)


def relations(kind: str, target: str) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    original = part(paper("x"), "word/_rels/document.xml.rels").decode()
    one = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return original.replace("</Relationships>", one).encode()


def acting() -> Iterator[tuple[str, bytes, str]]:
    clean = paper("{{ a }}")
    body = part(clean, "word/document.xml")
    rels = "word/_rels/document.xml.rels"
    yield "macros", rewritten(clean, {"word/vbaProject.bin": b"\xd0\xcf"}), "macros"
    types = part(clean, "[Content_Types].xml").replace(b"document.main+xml", b"document.macroEnabled.main+xml")
    yield "type with macros", rewritten(clean, {"[Content_Types].xml": types}), "macros"
    yield "controls", rewritten(clean, {"word/activeX/activeX1.xml": b"<x/>"}), "macros"
    yield "template far away", rewritten(clean, {rels: relations("attachedTemplate", "http://127.0.0.1/x")}), "outside"
    yield "picture far away", rewritten(clean, {rels: relations("image", "file:///etc/passwd")}), "outside"
    yield "frame", rewritten(clean, {rels: relations("frame", "\\\\host\\share")}), "outside"
    for code in ("DDEAUTO c:\\\\cmd.exe", 'INCLUDETEXT "C:\\\\x"', "INCLUDEPICTURE http://127.0.0.1/x"):
        field = f"<w:r><w:instrText>{code}</w:instrText></w:r></w:p>".encode()
        yield code[:8], rewritten(clean, {"word/document.xml": body.replace(b"</w:p>", field, 1)}), "codes"
    yield "link to follow", rewritten(clean, {rels: relations("hyperlink", "https://example.ru/")}), ""


@pytest.mark.parametrize(("content", "why"), [one[1:] for one in acting()], ids=[one[0] for one in acting()])
def test_what_would_act_when_the_paper_is_opened_is_refused(content: bytes, why: str) -> None:
    assert filling.look(opened(content)).why == why


def test_many_loops_in_loops_end() -> None:
    nested = "".join(f"{{% for i{level} in a %}}" for level in range(8)) + "x" + "{% endfor %}" * 8
    made = filling.fill(opened(paper(nested)), {"a": ["1"] * 60})
    assert made.paper == b""
    assert made.why == "too_big"


def test_values_too_large_are_refused() -> None:
    assert filling.fill(opened(paper("{{ a }}")), {"a": "я" * (2 << 20)}).why == "too_big"


def test_nothing_of_it_stays_on_the_disk(files: Path) -> None:
    filling.look(io.BytesIO(paper("x")))
    assert list((files / "incoming").iterdir()) == []
