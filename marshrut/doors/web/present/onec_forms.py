"""Forms of a base of 1C: how it is reached, working days until overdue, the mapping; and what is odd there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.onec import (
    BaseFormScreen,
    MappingScreen,
    OdditiesScreen,
    OddityRow,
    TermRow,
    TermsScreen,
)
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tone
from marshrut.edocs.queries import BaseInfo, Odd
from marshrut.kernel.errors import Refused
from marshrut.kernel.outside import FormLine

from .draft import Draft
from .onec import EVENT_KEY, MAPPING, PATH, configuration, rare, tabs
from .viewer import Viewer

#: settings stand apart from what every form carries: a source may call one of its own "key"
OWN: Final = "own_"
KINDS: Final = {"secret": Kind.PASSWORD, "number": Kind.NUMBER, "tick": Kind.YES_NO, "long": Kind.LONG}
#: kept sealed, but typed in sight: names of 1C are long and Cyrillic
LOGIN: Final = "login"
#: inputs that are no settings of the source
PLAIN: Final = ("base", "title", "owner", "every", "silent_after", "active")
ODD: Final[Mapping[str, Tone]] = {"suspicious": Tone.BAD, "unknown": Tone.BAD, "gone": Tone.NEUTRAL}
ODD_SHOWN: Final = 200


def asked(one: BaseInfo) -> tuple[FormLine, ...]:
    """Lines of the source that the form shows."""
    return tuple(field for field in one.form if field.key not in (EVENT_KEY, MAPPING))


def draft(one: BaseInfo, viewer: Viewer) -> Draft:
    """A new base is looked after by whoever connects it."""
    owner = one.owner_id or viewer.person
    given: dict[str, Any] = {f"{OWN}{field.key}": field.value for field in asked(one)}
    plain = {"title": one.title, "owner": owner, "owner_text": viewer.chart.name(owner), "every": one.every,
             "silent_after": one.silent_after, "active": one.active or not one.key}  # fmt: skip
    return Draft({**given, **plain})


def refused(sent: QueryDict, error: Refused) -> Draft:
    """What was typed, secrets aside, with the complaints at the inputs they are about."""
    about = {key if key in PLAIN else f"{OWN}{key}": words for key, words in error.fields.items()}
    return Draft(sent.dict(), str(error), about, error.code)


def form(draft: Draft, one: BaseInfo, version: int | None = None) -> BaseFormScreen:
    """`version` is the one the refused form was opened at."""
    here = f"{PATH}{one.key}/" if one.key else PATH
    title = draft.field("title", _("Name"), required=True, hint=_("As people call it, like «Бухгалтерия»."))
    words = _("Latin letters, digits, hyphens: 1C names the base by it. It cannot be changed.")
    code = draft.field("base", _("Code"), required=True, autocomplete="off", hint=words)
    fields = [
        title,
        *([] if one.key else [code]),
        *(_field(draft, field) for field in asked(one) if not rare(field)),
        draft.field("owner", _("Looked after by"), Kind.PERSON, required=True, source="/people/suggest/",
                    hint=_("Hears every morning of parties that match no company.")),
        draft.field("every", _("Read every, minutes"), Kind.NUMBER),
        draft.field("silent_after", _("Warn when it is silent for, minutes"), Kind.NUMBER),
        draft.field("active", _("Read this base"), Kind.YES_NO),
    ]  # fmt: skip
    return BaseFormScreen(
        title=_("Settings of the connection") if one.key else _("Connect a base of 1C"),
        back=Link(one.title if one.key else _("1C bases"), here),
        lead=_("The password is kept sealed and shown to nobody. Marshrut only reads: give it a user of 1C who may do "
               "no more."),
        form=draft.form(f"{here}edit/" if one.key else f"{PATH}new/", fields, _("Save") if one.key else _("Connect"),
                        one.version if version is None else version),
        danger=Link(_("Disconnect"), f"{here}remove") if one.key else None,
        danger_confirm=_("The settings and the password are forgotten. A base that has documents already stays, "
                         "switched off: so their cards keep their history.") if one.key else "",
        rare=tuple(_field(draft, field) for field in asked(one) if rare(field)),
    )  # fmt: skip


def _field(draft: Draft, field: FormLine) -> Field:
    kept = _("Leave it empty to keep the one that is there.") if field.there else field.hint
    kind = Kind.TEXT if field.key == LOGIN else KINDS.get(field.kind, Kind.TEXT)
    return draft.field(
        f"{OWN}{field.key}",
        field.title,
        kind,
        required=field.required and not field.there,
        hint=kept,
        wide=field.kind in ("url", "long"),
        autocomplete="new-password" if field.kind == "secret" else "off",
    )


def terms(one: BaseInfo, sent: QueryDict | None = None, error: Refused | None = None, version: int = 0) -> TermsScreen:
    wrong = error.fields if error else {}

    def days(kind: str, level: str, label: str, known: int) -> Field:
        name = f"{kind}-{level}"
        typed = sent.get(name, "") if sent is not None else str(known)
        complaint = wrong.get(name) or (wrong.get(f"overdue.{kind}") if level == "warn" else "")
        return Field(
            name=name, label=label, kind=Kind.NUMBER, value=typed, unit=_("work days"), error=str(complaint or "")
        )

    return TermsScreen(
        title=one.title,
        url=f"{PATH}{one.key}/",
        tabs=tabs(one, "terms"),
        rows=tuple(
            TermRow(
                title=row.title,
                warn=days(row.kind, "warn", _("Overdue after"), row.warn),
                critical=days(row.kind, "critical", _("Critical after"), row.critical),
            )
            for row in one.days
        ),
        version=version or one.version,
        error=str(error) if error else "",
    )


def mapping(one: BaseInfo, text: str | None = None, error: Refused | None = None, version: int = 0) -> MappingScreen:
    line = next(field for field in one.form if field.key == MAPPING)
    profile, problems = configuration(one), str(error.fields.get(MAPPING, "")) if error else ""
    said = _("The mapping is not kept: it cannot be understood.") if problems else str(error or "")
    return MappingScreen(
        title=one.title,
        url=f"{PATH}{one.key}/",
        tabs=tabs(one, "mapping"),
        lead=_("Empty, as for nearly everybody: the configuration is recognised by itself. Another configuration, or "
               "fields of your own, are described here."),
        field=Field(name=MAPPING, label=line.title, hint=line.hint, value=line.value if text is None else text),
        version=version or one.version,
        error=said,
        problems=tuple(problems.splitlines()),
        profile=_("Recognised now: {name}.").format(name=profile) if profile else "",
    )  # fmt: skip


def oddities(one: BaseInfo, found: Sequence[Odd], viewer: Viewer) -> OdditiesScreen:
    rows = found[:ODD_SHOWN]
    seen = cards.allowed_among(viewer.actor, {row.card for row in rows}, "view") if rows else set()
    lead = _("Words of 1C that nobody knows, moves that no exchange makes, signatures that were only concluded from "
             "the status. They are written down and announced to nobody.")  # fmt: skip
    return OdditiesScreen(
        title=one.title,
        url=f"{PATH}{one.key}/",
        tabs=tabs(one, "oddities"),
        lead=lead,
        rows=tuple(_odd(row, viewer, seen=row.card in seen) for row in rows),
        more=_("The newest {n} are shown.").format(n=formats.number(ODD_SHOWN)) if len(found) > ODD_SHOWN else "",
        empty=None if found else Empty("done", _("Nothing odd"), _("All that 1C says is understood.")),
    )


def _odd(row: Odd, viewer: Viewer, *, seen: bool) -> OddityRow:
    """An administrator sees no more of documents than anybody else: without access there is no way to the card."""
    words = {
        "oddity": _("odd data"),
        "suspicious": _("unusual move"),
        "unproved": _("not confirmed"),
        "unknown": _("unknown status"),
        "gone": _("gone from 1C"),
    }
    return OddityRow(
        document=Link(f"{row.label} {row.name}".strip(), f"/cards/{row.card}/" if seen else ""),
        what=(row.said,) if row.said else (),
        badge=Badge(words.get(row.what, row.what), ODD.get(row.what, Tone.WARN)),
        when=formats.ago(row.at, viewer.now, viewer.zone),
    )
