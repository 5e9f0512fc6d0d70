"""What views share: who is signed in, what a form sent, how a refusal is answered."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from marshrut.definitions.schema.pack import CardType, Field
from marshrut.documents import commands as documents
from marshrut.documents.upload import Upload
from marshrut.doors.web.present.fields import is_several_people
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Forbidden, Invalid, NotFound, Refused
from marshrut.org import proof

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(view: View[P]) -> View[P]:
    """A view for people who are signed in; what it refuses without an answer of its own becomes an error page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        try:
            response = view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404(str(error)) from error
        except Refused as error:
            return refused(request, error)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not wants_json(request):
            return render(request, "400.html", status=response.status_code)
        return response

    return guarded


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Strangers sign in and come back to the page they looked at; a script sends the whole browser there."""
    if wants_json(request):
        return JsonResponse({"message": _("Sign in first."), "code": "signed_out"}, status=401)
    here = request.get_full_path()
    if is_fragment(request) or request.method != "GET":
        here = _looked_at(request)
    return go(request, f"{settings.LOGIN_URL}?{urlencode({'next': here})}")


def _looked_at(request: HttpRequest) -> str:
    """The page of ours that a script or a form was sent from."""
    try:
        address = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    except ValueError:  # "http://[x"
        return "/"
    return f"{address.path}?{address.query}".rstrip("?") if address.netloc == request.get_host() else "/"


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A refusal that belongs to no form: a sentence for scripts, a page for people."""
    if wants_json(request):
        sheet = {"sheet": "/prove/"} if error.code == proof.CODE else {}
        return JsonResponse({"message": str(error), "code": error.code, **sheet}, status=error.status)
    if error.code == proof.CODE:
        return _to_prove(request)
    if request.headers.get("HX-Request"):
        return toast(HttpResponse(status=204), str(error), "bad")
    template = "403.html" if isinstance(error, Forbidden) else "409.html"
    return render(request, template, {"message": str(error)}, status=error.status)


def _to_prove(request: HttpRequest) -> HttpResponse:
    """Who is it, once more: over the page that stays as it is, or on a page that leads back to it."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Trigger": "prove"})
    return redirect(f"/prove/?{urlencode({'next': _looked_at(request)})}")


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "") and not request.headers.get("HX-Request")


def is_fragment(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


def toast(response: HttpResponse, text: str, tone: str = "ok", undo: str = "") -> HttpResponse:
    """Let the page say something short; `undo` is the address that a press on «Отменить» is sent to."""
    said = {"text": text, "tone": tone, **({"undo": undo} if undo else {})}
    response.headers["HX-Trigger"] = json.dumps({"toast": said})
    return response


def key(request: HttpRequest) -> str | None:
    """The client key of the form: a double click is answered with the first result."""
    sent = request.POST.get("key", "")
    return sent if re.fullmatch(r"[\w-]{8,64}", sent, re.ASCII) else None


def number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def chosen(request: HttpRequest, name: str, *, needed: bool = False) -> int | None:
    """The id of what was chosen in a list or picker, None for nothing; text that is no choice is refused."""
    sent, text = request.POST.get(name, "").strip(), request.POST.get(f"{name}_text", "").strip()
    is_picker = f"{name}_text" in request.POST
    found = None if is_picker and not text else number(sent)
    if found is None and (needed or text or (sent and not is_picker)):
        sentence = _("Choose from the list: type a few letters.")
        raise Invalid(_("Nothing was saved: check the marked fields."), fields={name: sentence})
    return found


def edition(request: HttpRequest) -> int | None:
    """The content of the card that the person saw."""
    return number(request.POST.get("version"))


def answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A whole page, or its partial "page.html#part" when a script asks for a fragment."""
    name = template if is_fragment(request) else template.split("#", maxsplit=1)[0]
    return render(request, name, context, status=status)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser on, from a page or from a fragment."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def corrected(troubles: dict[str, Any]) -> None:
    """Refuse a form whose files were refused; everything else that was typed is shown again."""
    if troubles:
        raise Invalid(_("Some fields need correction."), fields=troubles)


def typed(request: HttpRequest, card_type: CardType, keys: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(raw values for the command, sentences about files that were refused) of the fields a form holds.

    Files are stored at once, so that a refusal of anything else does not lose them.
    """
    values: dict[str, Any] = {}
    troubles: dict[str, Any] = {}
    for name in keys:
        kind = card_type.fields[name].kind
        if kind == "file" and f"{name}_shown" in request.POST:
            kept = [n for n in map(number, re.split(r"[,\s]+", ",".join(request.POST.getlist(f"{name}_kept")))) if n]
            try:
                values[name] = _together(card_type.fields[name], kept, stored(request, name))
            except Invalid as error:
                values[name] = kept
                troubles[name] = str(error)
        elif is_several_people(card_type.fields[name]):
            if f"{name}_shown" in request.POST:
                values[name] = [n for n in map(number, request.POST.getlist(name)) if n]
                if unchosen := request.POST.get(f"{name}_text", "").strip():
                    values[f"{name}_text"] = unchosen  # shown again beside the complaint
                    troubles[name] = _("Choose from the list: type a few letters.")
        elif kind == "yes_no" and f"{name}_shown" in request.POST:
            values[name] = request.POST.get(name) == "1"
        elif name in request.POST:
            values[name] = request.POST[name]
    return values, troubles


def _together(rule: Field, kept: list[int], new: list[int]) -> list[int]:
    """Where one document belongs, a chosen file takes the place of the one before."""
    return new if new and rule.document is not None and not rule.several else kept + new


def stored(request: HttpRequest, field: str) -> list[int]:
    """Keep the files of a field. The same form sent again gets the same ids, so that its command knows it again.

    A form that came back keeps its key and may bring other files: their content is part of what they are known by.
    """
    return [stored_one(request, field, place) for place in range(len(request.FILES.getlist(field)))]


def stored_one(request: HttpRequest, field: str, place: int = 0) -> int:
    """Keep the file at that place of a field, known as `stored` says."""
    file, form = request.FILES.getlist(field)[place], key(request)
    stream, name = Upload(file), file.name or ""
    known_by = hashlib.sha256(f"{stream}/{name}".encode("utf-8", "replace")).hexdigest()
    one = f"{form}/{field}/{place}/{known_by}" if form else None
    return int(documents.store_file(Viewer.of(request).actor, name=name, stream=stream, key=one)["id"])
