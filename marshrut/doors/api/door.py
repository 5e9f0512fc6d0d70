"""The door itself: the library wired to our token, reader and refusals."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from marshrut import __version__
from marshrut.kernel.errors import Invalid, Refused

from . import problems
from .bearer import Bearer
from .reading import Reader

DESCRIPTION = """Everything a person does on the pages of Marshrut, for programs.

A token acts as its owner and sees what its owner sees; what may not be seen and what is not there look the same (404).
Every write takes an `Idempotency-Key`. Refusals are `application/problem+json` with a stable `code` and a sentence for
people. Instants are ISO 8601 with an offset, dates ISO, sums decimal strings in roubles.
"""


class Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


class Door(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Door(
    title="Marshrut",
    version=__version__,
    description=DESCRIPTION,
    auth=Bearer(),
    docs_url=None,
    openapi_url=None,
    renderer=Renderer(),
    parser=Reader(),
    urls_namespace="api",
)

api.exception_handler(Refused)(problems.refused)
api.exception_handler(AuthenticationError)(problems.unauthorized)
api.exception_handler(HttpError)(problems.unread)
api.exception_handler(ValidationError)(problems.invalid)
for broken in (BadRequest, SuspiciousOperation, MultiPartParserError):
    api.exception_handler(broken)(lambda request, error: problems.plain(400))
api.exception_handler(RequestDataTooBig)(lambda request, error: problems.plain(413))


def nothing_unknown(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse names in the query and the form that the operation does not know: a misspelt filter shows too much."""

    @wraps(view)
    def checked(request: HttpRequest, **values: Any) -> Any:
        known = _known(view._ninja_operation)  # type: ignore[attr-defined]  # where the library keeps it
        unknown = {*request.GET} - known["query"]
        if known["file"]:
            unknown |= {*request.POST, *request.FILES} - known["file"]
        elif not known["body"] and request.body.strip() not in (b"", b"{}"):
            raise Invalid(_("Send no body here."), code="unexpected_body")
        if unknown:
            sentence = _("There is no such field here.")
            raise Invalid(problems.SENTENCES[422][1], fields=dict.fromkeys(sorted(unknown), sentence))
        return view(request, **values)

    return checked


def _known(operation: Operation) -> dict[str, set[str]]:
    """Names of the operation's inputs by where they come from."""
    found: dict[str, set[str]] = {"query": set(), "file": set(), "body": set()}
    for model in operation.models:
        names = getattr(model, "__ninja_flatten_map__", None) or model.model_fields
        found.setdefault(model.__ninja_param_source__ or "", set()).update(names)
    return found


api.add_decorator(nothing_unknown, mode="operation")
