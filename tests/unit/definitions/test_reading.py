"""YAML of packs: values of YAML 1.2, lines, repeated names, anchors, and everything that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from django.utils import translation

from marshrut.definitions import loading, reading
from marshrut.definitions.schema.pack import Pack
from marshrut.kernel.errors import Invalid
from tests.support.packs import PACKS, pack


def troubles(raw: bytes | str) -> list[tuple[int, str]]:
    with translation.override("en"):
        return reading.read(raw).troubles


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13:00", "13:00"),
        ("no", "no"),
        ("on", "on"),
        ("2026-11-20", "2026-11-20"),
        ("1.0.0", "1.0.0"),
        ("1.5", 1.5),
        ("12", 12),
        ("-12", -12),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("null", None),
        ("~", None),
        ("", None),
        ('"12"', "12"),
        ("'true'", "true"),
        ("|\n  a\n  b\n", "a\nb\n"),
    ],
)
def test_values_are_those_of_yaml_1_2(text: str, value: object) -> None:
    found = reading.read(f"key: {text}")
    assert (found.data, found.troubles) == ({"key": value}, [])


def test_every_value_knows_its_line() -> None:
    place = reading.read("a: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n").place
    assert place.inside["a"].line == 1
    assert place.inside["b"].inside[0].line == 3
    assert place.inside["b"].inside[1].inside["d"].line == 5


def test_anchors_and_merging() -> None:
    document = reading.read("base: &b {x: 1, y: 1}\nall: [*b, *b]\none: {<<: *b, y: 2}\nmany: {<<: [{z: 3}, *b]}\n")
    assert document.troubles == []
    assert document.data["all"] == [{"x": 1, "y": 1}] * 2
    assert (document.data["one"], document.data["many"]) == ({"y": 2, "x": 1}, {"z": 3, "x": 1, "y": 1})


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("", (1, "The file is empty.")),
        ("# only a comment\n", (1, "The file is empty.")),
        ("a: 1\na: 2\n", (2, "“a” is here twice: the second would win.")),
        ("x:\n  - b: 1\n    b: 2\n", (3, "“b” is here twice: the second would win.")),
        ("a: 1\n---\nb: 2\n", (2, "One file holds one document: remove “---”.")),
        ("a: !!python/none x\n", (1, "Tags like tag:yaml.org,2002:python/none are not used in packs.")),
        ("a: *nowhere\n", (1, "There is no anchor &nowhere above.")),
        ("a: &a [*a]\n", (1, "There is no anchor &a above.")),
        ("1: one\n", (1, "“1” cannot be a name: put it in quotes, or is it a list?")),
        ("[a]: one\n", (1, "“['a']” cannot be a name: put it in quotes, or is it a list?")),
        ("a: {<<: 5}\n", (1, "Only a group of names can be taken over with “<<”.")),
        ('a: "\\x00"\n', (1, "There are characters here that cannot be stored.")),
        (b"a: 1\nb: \xff\n", (2, "The file is not in UTF-8.")),
        ("[" * 1000, (1, "Nested too deeply.")),
        ("a" * (reading.MAX_BYTES + 1), (1, "The file is larger than 256 KB.")),
    ],
)  # fmt: skip
def test_troubles(raw: bytes | str, said: tuple[int, str]) -> None:
    assert troubles(raw) == [said]


@pytest.mark.parametrize("raw", ["a: [1", "a: b: c", "a:\n\t- 1", '"', "a: \x01"])
def test_what_is_no_yaml(raw: str) -> None:
    (said,) = troubles(raw)
    assert said[1].startswith("This is not YAML: ")


def test_a_few_letters_cannot_become_millions() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    assert [said for _line, said in troubles("\n".join(lines))] == ["There are more than 50000 values here."]


def test_every_repeated_name_is_told() -> None:
    assert [line for line, _said in troubles("a: 1\na: 2\nb: 1\nb: 2\n")] == [2, 4]


def test_a_byte_order_mark_is_no_letter() -> None:
    assert reading.read(b"\xef\xbb\xbfkey: 1").data == {"key": 1}


def test_shipped_packs_read_as_any_yaml_reader_reads_them() -> None:
    for file in PACKS.glob("*/*.yaml"):
        assert reading.read(file.read_bytes()).data == yaml.safe_load(file.read_text(encoding="utf-8"))


# -- a folder ----------------------------------------------------------------------------------------------------------


def test_a_folder_is_its_yaml_files(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    for name in ("pack.yaml", "b.yaml", "a.yaml", "CHANGELOG.md", "stories/one.yaml"):
        (tmp_path / name).write_text("key: x")
    source = loading.source(loading.folder(tmp_path))
    assert source.names == ("a.yaml", "b.yaml")
    assert (source.key, source.card_types) == ("x", frozenset({"x"}))


def test_what_is_no_pack(tmp_path: Path) -> None:
    for ask in (
        lambda: loading.folder(tmp_path / "nowhere"),
        lambda: loading.source({}),
        lambda: loading.source({"pack.yaml": "", **{f"{i}.yaml": "" for i in range(loading.MAX_FILES)}}),
    ):
        with pytest.raises(Invalid):
            ask()


def test_the_stored_text_gives_the_same_pack_in_the_same_order() -> None:
    shipped = pack("payments")
    again = Pack.model_validate_json(loading.content(shipped))
    assert again == shipped
    assert list(again.settings) == list(shipped.settings)
    assert loading.content(again) == loading.content(shipped)


def test_order_of_words_and_comments_make_no_other_content() -> None:
    one = {"pack.yaml": "key: a\nversion: 1.0.0\ntitle: T # a comment", "c.yaml": "key: c"}
    two = {"pack.yaml": "title: {ru: T}\nversion: '1.0.0'\nkey: a", "c.yaml": "key: c"}
    datas = [
        {**loading.source(files).data, "card_types": pack("payments").model_dump(by_alias=True)["card_types"]}
        for files in (one, two)
    ]
    assert len({loading.content(Pack.model_validate(data)) for data in datas}) == 1
