"""Refusals as application/problem+json (RFC 9457): a stable code for programs, a sentence for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError, ValidationError

from marshrut.kernel.errors import NotFound, Refused

from .shapes.problem import Change, Problem

MEDIA_TYPE = "application/problem+json"

#: what we say where nobody else said anything
SENTENCES: Mapping[int, tuple[str, Any]] = {
    400: ("bad_request", gettext_lazy("The request cannot be read.")),
    401: ("unauthorized", gettext_lazy("Send a token that works: Authorization: Bearer msh_…")),
    403: ("forbidden", gettext_lazy("You are not allowed to do this.")),
    404: ("not_found", gettext_lazy("There is nothing here.")),
    405: ("method_not_allowed", gettext_lazy("This cannot be done here. The header Allow names what can.")),
    413: ("too_large", gettext_lazy("This is more than we accept at once.")),
    422: ("invalid", gettext_lazy("Nothing was done: something of what was sent does not fit.")),
    500: ("our_mistake", gettext_lazy("This is a mistake of ours. It is written down; try again later.")),
    503: ("try_again", gettext_lazy("The database is away for a moment. Repeat with the same key in a few seconds.")),
}

#: kind of pydantic's complaint -> what we say at the field
COMPLAINTS: Mapping[str, Any] = {
    "missing": gettext_lazy("Fill this in."),
    "extra_forbidden": gettext_lazy("There is no such field here."),
    "string_type": gettext_lazy("This must be text."),
    "string_too_long": gettext_lazy("Too long: {max_length} signs at most."),
    "string_too_short": gettext_lazy("Fill this in."),
    "string_pattern_mismatch": gettext_lazy("This does not have the right form: {pattern}."),
    "literal_error": gettext_lazy("Choose one of: {expected}."),
    "int_type": gettext_lazy("This must be a whole number."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "int_from_float": gettext_lazy("This must be a whole number."),
    "int_parsing_size": gettext_lazy("This number is out of range."),
    "greater_than_equal": gettext_lazy("No less than {ge}."),
    "less_than_equal": gettext_lazy("No more than {le}."),
    "bool_type": gettext_lazy("This must be true or false."),
    "bool_parsing": gettext_lazy("This must be true or false."),
    "list_type": gettext_lazy("This must be a list."),
    "dict_type": gettext_lazy("This must be an object."),
    "too_long": gettext_lazy("Too many: {max_length} at most."),
    "too_short": gettext_lazy("Fill this in."),
    "moment": gettext_lazy("Give the time with its zone, like 2026-11-20T10:00:00+03:00."),
    "field_value": gettext_lazy("A value is text, a number, true or false, null, or a list of ids of files."),
}


def problem(
    status: int,
    code: str,
    detail: Any,
    *,
    fields: Mapping[str, Any] | None = None,
    subject: str = "",
    changes: Iterable[Any] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    said = Problem(
        type=f"urn:marshrut:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=str(detail),
        fields={key: str(sentence) for key, sentence in (fields or {}).items()},
        subject=subject,
        changes=tuple(
            Change(field=one.key, title=one.label, before=one.before, after=one.after, files=one.files)
            for one in changes
        ),
    )
    return HttpResponse(said.model_dump_json(), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def plain(status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A problem nobody described further."""
    code, sentence = SENTENCES.get(status) or SENTENCES[500 if status >= 500 else 400]
    return problem(status, code, sentence, headers=headers)


def refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    subject = str(getattr(error, "subject", ""))
    changes = getattr(error, "changes", ())
    return problem(error.status, error.code, error.message, fields=error.fields, subject=subject, changes=changes)


def unread(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library wraps what our reader of bodies says."""
    if isinstance(error.__cause__, Refused):
        return refused(request, error.__cause__)
    return plain(error.status_code)


def unauthorized(request: HttpRequest, _error: HttpError) -> HttpResponse:
    sent = ', error="invalid_token"' if "Authorization" in request.headers else ""
    return plain(401, {"WWW-Authenticate": f'Bearer realm="marshrut"{sent}'})


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What the shapes refuse. An address that is no id looks like one that leads nowhere."""
    if any(one["loc"][0] == "path" for one in error.errors):
        return refused(request, NotFound(_("There is nothing here.")))
    code, sentence = SENTENCES[422]
    return problem(422, code, sentence, fields={_place(one["loc"]): _complaint(one) for one in error.errors})


def _place(steps: tuple[Any, ...]) -> str:
    """("body", "body", "fields", "amount") → "fields.amount"; ("query", "limit") → "limit"."""
    named = steps[2:] if steps[0] in ("body", "query") and len(steps) > 2 else steps[1:]
    return ".".join(map(str, named)) or "body"


def _complaint(one: Mapping[str, Any]) -> str:
    sentence = COMPLAINTS.get(one["type"]) or _("This value does not fit here.")
    return str(sentence).format_map(one.get("ctx", {}))
