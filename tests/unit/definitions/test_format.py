"""The committed JSON Schema and reference are current; catalogue and schema know the same words."""

from __future__ import annotations

import json
from typing import Any, get_args

import jsonschema_rs
import pytest
import yaml

from marshrut.definitions import catalogue, reference
from marshrut.definitions.schema import json_schema
from marshrut.definitions.schema.export import meaning
from marshrut.definitions.schema.pack import Due, FieldKind, Resolver, Robot, Rung, Setting, TaskKind
from tests.support.packs import PACKS

DOCS = PACKS.parent / "docs"


@pytest.mark.parametrize("name", ["pack.schema.json", "card_type.schema.json", "stories.schema.json"])
def test_the_committed_schema_is_current(name: str) -> None:
    assert (PACKS / name).read_text(encoding="utf-8") == json_schema()[name], "run: python -m marshrut.config.reference"


def test_the_committed_reference_is_current() -> None:
    assert (DOCS / "reference" / "packs.md").read_text(encoding="utf-8") == reference.packs()


def _validator(file: str) -> Any:
    name = {"pack.yaml": "pack.schema.json", "stories": "stories.schema.json"}.get(file, "card_type.schema.json")
    return jsonschema_rs.validator_for(json.loads(json_schema()[name]))


def test_shipped_packs_pass_their_schema_and_name_it() -> None:
    for file in PACKS.glob("*/*.yaml"):
        text = file.read_text(encoding="utf-8")
        assert list(_validator(file.name).iter_errors(yaml.safe_load(text))) == []
        name = "pack" if file.name == "pack.yaml" else "card_type"
        assert text.startswith(f"# yaml-language-server: $schema=../{name}.schema.json\n")
    for file in PACKS.glob("*/stories/*.yaml"):
        text = file.read_text(encoding="utf-8")
        assert list(_validator("stories").iter_errors(yaml.safe_load(text))) == []
        assert text.startswith("# yaml-language-server: $schema=../../stories.schema.json\n")


def test_the_schema_refuses_words_and_keys_that_do_not_exist() -> None:
    right = yaml.safe_load((PACKS / "payments" / "payment_request.yaml").read_text(encoding="utf-8"))
    for wrong in ({**right, "titel": "x"}, {**right, "fields": {"Bad key": right["fields"]["note"]}}, {"key": "x"}):
        assert list(_validator("payment_request.yaml").iter_errors(wrong))


def test_the_schema_explains_words_where_the_source_does() -> None:
    schema = json.loads(json_schema()["card_type.schema.json"])
    said = schema["$defs"]["Rung"]["properties"]["while"]["description"]
    assert said == meaning("Rung", "while") != ""


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("field", get_args(FieldKind)),
        ("setting", get_args(Setting.model_fields["kind"].annotation)),
        ("task", get_args(TaskKind)),
        ("rung", get_args(Rung.model_fields["do"].annotation)),
        ("robot", get_args(Robot.model_fields["do"].annotation)),
        ("due", tuple(Due.model_fields)),
        ("resolver", ("author", "head_of", "heads_of", "role", "person_in", "decided", "assignees")),
    ],
)
def test_the_catalogue_knows_what_the_schema_knows(group: catalogue.Group, words: tuple[str, ...]) -> None:
    assert {one.key for one in catalogue.of(group)} == set(words)


def test_every_word_of_a_resolver_belongs_to_a_kind() -> None:
    known = {one.key for one in catalogue.of("resolver")}
    known |= {word for one in catalogue.of("resolver") for word in one.parameters}
    assert known == set(Resolver.model_fields)


def test_the_catalogue_speaks_two_languages() -> None:
    for one in catalogue.ALL:
        for text in (one.name, one.about):
            assert text.ru.strip(), one.key
            assert text.en.strip(), one.key
            assert text.ru != text.en, one.key
        assert catalogue.find(one.group, one.key) is one
        assert set(one.needed) <= set(one.parameters)
