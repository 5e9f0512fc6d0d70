"""What a formalised document says to a form: values as the inputs take them, sides that nobody knows yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.cards import filling
from marshrut.cards.filling import Filling, Stranger
from marshrut.cards.queries.timeline import Wording
from marshrut.definitions.schema.pack import CardType
from marshrut.documents import queries as documents
from marshrut.documents.fns import names
from marshrut.documents.fns.shapes import Formal
from marshrut.engine.fields import empty

from . import fields
from .viewer import Viewer

SHEET = "/companies/sheet/"


def said(words: Wording, document: Formal, found: Filling, reader: int) -> dict[str, Any]:
    """For the script of the form; it says itself how many fields were empty."""
    inputs = fields.inputs(words, list(found.values), found.values, reader=reader)
    return {
        "read": _("Read: {document}").format(document=names.title(document)),
        "filled": _("filled in from the file"),
        "none": _("everything it says is filled in already"),
        "fields": [{"name": one.name, "value": one.value, "text": one.text} for one in inputs],
        "strangers": [_stranger(one) for one in found.strangers],
    }


def _stranger(one: Stranger) -> dict[str, str]:
    party = one.party
    codes = ", ".join(filter(None, (f"ИНН {party.inn}", party.kpp and f"КПП {party.kpp}")))
    told = {"name": party.name, "codes": codes}
    if one.several:
        text = _("In the file: {name}, {codes}. Several companies have this ИНН: choose the right one.")
        return {"field": one.field, "text": text.format(**told), "add": "", "button": "", "title": ""}
    kind = "sole" if len(party.inn) == 12 else "legal"
    asked = {"kind": kind, "called": party.name, "inn": party.inn, "kpp": party.kpp if kind == "legal" else ""}
    text = _("In the file: {name}, {codes}. There is no such company yet.")
    return {
        "field": one.field,
        "text": text.format(**told),
        "add": f"{SHEET}?{urlencode(asked)}",
        "button": _("Add it by these requisites"),
        "title": _("New company"),
    }


def kept_empty(kind: CardType, values: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that the person saw filled in from a file and emptied again: they stay empty."""
    seen = [key for key in filling.readable(kind) if f"{key}_read" in sent]
    return {name: None for name in _asked(kind, seen) if empty(values.get(name))}


def unsaid(
    kind: CardType, values: Mapping[str, Any], held: Mapping[str, Any], sent: Mapping[str, Any]
) -> dict[str, Any]:
    """Values of the form of a card without those nobody has typed or emptied: a new file may fill them in."""
    unseen = [key for key in filling.readable(kind) if values.get(key) and f"{key}_read" not in sent]
    left = {name for name in _asked(kind, unseen) if empty(values.get(name)) and empty(held.get(name))}
    return {name: value for name, value in values.items() if name not in left}


def _asked(kind: CardType, files: list[str]) -> set[str]:
    """Fields that documents in these file fields fill in."""
    reads = [kind.fields[key].reads for key in files]
    return {name for one in reads if one is not None for name in one.model_dump(exclude_none=True).values()}


def completed(viewer: Viewer, kind: CardType, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a form that was refused, with what the files kept by it say to fields nobody has typed in."""
    whole = dict(values)
    today = viewer.now.astimezone(viewer.zone).date()
    for key in filling.readable(kind):
        known = documents.describe(values.get(key) or ())
        own = [one for one, info in known.items() if info.uploaded_by == viewer.person]
        if document := filling.document_in(own):
            read = filling.filling(kind, key, document, today).values
            whole |= {name: value for name, value in read.items() if empty(whole.get(name))}
    return whole
