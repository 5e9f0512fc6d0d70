"""Adding documents: first the kind, then the files (S1.9)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.documents.places import Spot
from marshrut.documents.queries import KindInfo
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.screens.document import KindChoice, Told, UploadScreen
from marshrut.doors.web.screens.forms import Kind
from marshrut.doors.web.screens.parts import Link

from .acts import Organisations
from .page import places
from .rows import PATH, chip


def address(kind: str = "", place: str = "", ref: int | None = None, folder: int | None = None) -> str:
    asked = {"kind": kind, "place": place if ref else "", "ref": str(ref or ""), "folder": str(folder or "")}
    wanted = {key: value for key, value in asked.items() if value}
    return f"{PATH}new/?{urlencode(wanted)}" if wanted else f"{PATH}new/"


def screen(
    kinds: Sequence[KindInfo],
    kind: KindInfo | None,
    organisations: Organisations,
    *,
    spot: Spot | None = None,
    draft: Draft | None = None,
    told: tuple[Told, ...] = (),
) -> UploadScreen:
    """Without `kind` it is asked for; `told` is how the files of a form sent as a whole fared."""
    place, ref = (spot.place, spot.ref) if spot else ("", None)
    back = Link(spot.title, spot.url) if spot else Link(_("Documents"), PATH)
    title = _("New document")
    if kind is None:
        choices = tuple(KindChoice(one.key, one.title, address(one.key, place, ref), _to_folder(one)) for one in kinds)
        none = "" if choices else _("No kind of documents is open to you for adding. Ask an administrator.")
        return UploadScreen(title=title, kinds=choices, back=back, none=none)
    shown = draft or Draft(_first(organisations))
    fields = [
        shown.field(
            "title",
            _("Title"),
            wide=True,
            hint=_("Empty: the name of the file. For several files always so."),
            autocomplete="off",
        ),
        shown.field("doc_date", _("Date of the document"), Kind.DATE),
    ]
    if organisations:
        fields.append(shown.field("organisation", _("Our organisation"), Kind.CHOICE, options=organisations))
    if not spot:
        fields.append(
            shown.field(
                "company", _("Company"), Kind.COMPANY, source="/companies/suggest/?add=1", add="/companies/sheet/"
            )
        )
    fields.append(shown.field("note", _("Note"), Kind.LONG, wide=True))
    first = next((one for one in kind.statuses if one.initial), None)
    return UploadScreen(
        title=title,
        kinds=(),
        back=back,
        form=shown.form(f"{PATH}new/", fields),
        file=shown.field(
            "file",
            _("Files"),
            Kind.FILE,
            required=True,
            wide=True,
            multiple=True,
            hint=_("Several at once: each becomes a document. Up to 50 MB each."),
        ),
        kind=kind.key,
        kind_title=kind.title,
        goes_to=_to_folder(kind),
        status=chip(first) if first else None,
        again_url=address("", place, ref),
        hangs_on=f"{places().get(spot.place, '')}: {spot.title}" if spot else "",
        place=place,
        ref=str(ref or ""),
        told=told,
    )


def _first(organisations: Organisations) -> dict[str, str]:
    """The only organisation of ours needs no choice."""
    return {"organisation": organisations[0][0]} if len(organisations) == 1 else {}


def _to_folder(kind: KindInfo) -> str:
    """«Ляжет в папку „Договоры / по компаниям и годам“»."""
    ways = {
        "year": _("by years"),
        "company_year": _("by companies and years"),
        "order": _("by companies and orders"),
    }
    return _("To the folder «{folder}»").format(
        folder=" / ".join(filter(None, (*kind.path, ways.get(kind.filing, ""))))
    )
