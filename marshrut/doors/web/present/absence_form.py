"""The form of an absence: simple for one substitute, folded rows for several by kind of papers and sum."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from marshrut.doors.web import formats
from marshrut.doors.web.screens.absences import AbsenceForm
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Link
from marshrut.kernel.errors import Invalid
from marshrut.org import queries as org
from marshrut.org.queries import AbsenceLine, StandIn
from marshrut.org.rules import days_of

from . import away, zones
from .absences import PATH
from .draft import Draft
from .viewer import Viewer

#: rows for further substitutes; an absence that has more (made by a program) gets more
MORE: Final = 3
SOURCE: Final = "/people/suggest/"


def screen(
    draft: Draft, viewer: Viewer, *, person: int | None, line: AbsenceLine | None = None, others: bool = False
) -> AbsenceForm:
    """A new absence of `person` (chosen in the form when `others`), or `line` to change."""
    whom = draft.field("person", _("Who"), Kind.PERSON, source=SOURCE, required=True, wide=True, autofocus=True)
    rows = more_rows(draft)
    more = tuple(_row(draft, viewer, n) for n in range(2, rows + 2))
    url = f"{PATH}{line.id}/" if line else f"{PATH}new/"
    return AbsenceForm(
        title=_title(viewer, person, line),
        back=Link(_("Absences"), f"{PATH}?whose=others" if others else PATH),
        form=draft.form(url, (whom,) if others and line is None else (), _("Save")),
        period=(
            draft.field("first", _("First day"), Kind.DATE, required=True),
            draft.field("last", _("Last day"), Kind.DATE, required=True, hint=_("The last day is included.")),
        ),
        times=_times(draft, viewer, person),
        substitute=(_person(draft, 1, _("Substitute"), _("Nobody named: the head decides.")),),
        more=more,
        rest=(
            draft.field(
                "reason",
                _("Reason"),
                Kind.RADIO,
                required=True,
                options=_reasons(),
                hint=_("Colleagues see a holiday and a business trip; other reasons only the head and administrators."),
            ),
            draft.field("note", _("Note for the head"), wide=False, placeholder=_("For example, reachable by phone")),
        ),
        times_open=any(draft.values.get(name) for name in ("first_time", "last_time")),
        more_open=any(draft.values.get(f"sub{n}") or draft.errors.get(f"sub{n}") for n in range(2, rows + 2)),
        rows=rows,
        end=Link(_("Back at work") if line.state == "running" else _("Cancel the absence"), f"{url}end")
        if line
        else None,
        end_confirm=_("What is not decided yet comes back at once; what is decided stays decided."),
    )


def more_rows(draft: Draft) -> int:
    sent = str(draft.values.get("rows") or "")
    return min(9, max(MORE, int(sent) if sent.isascii() and sent.isdigit() and len(sent) == 1 else 0))


def _title(viewer: Viewer, person: int | None, line: AbsenceLine | None) -> str:
    if line is None and person in (None, viewer.person):
        return _("New absence")
    name = viewer.chart.name(person or 0)
    return _("Absence: {name}").format(name=name) if line else _("New absence: {name}").format(name=name)


def _reasons() -> list[tuple[str, str]]:
    return [(key, str(words)) for key, words in away.REASONS.items() if key]


def _times(draft: Draft, viewer: Viewer, person: int | None) -> tuple[Field, ...]:
    zone = viewer.chart.work_time(person).schedule.zone
    hint = _("By the clock of the person: {zone}.").format(zone=zones.name(zone, viewer.now))
    return (
        draft.field("first_time", _("On the first day from"), Kind.TIME, hint=hint),
        draft.field("last_time", _("On the last day until"), Kind.TIME),
    )


def _person(draft: Draft, n: int, label: str, hint: str = "") -> Field:
    return draft.field(f"sub{n}", label, Kind.PERSON, source=SOURCE, hint=hint)


def _row(draft: Draft, viewer: Viewer, n: int) -> tuple[Field, ...]:
    types = away.card_types(viewer)
    several = str(draft.values.get(f"sub{n}_type") or "")
    if "," in several:
        known = dict(types)
        types.append((several, ", ".join(known.get(key, key) for key in several.split(","))))
    return (
        _person(draft, n, _("Substitute {n}").format(n=n)),
        draft.field(f"sub{n}_type", _("For which papers"), Kind.CHOICE, options=types, placeholder=_("All kinds")),
        draft.field(f"sub{n}_above", _("Sums above"), Kind.MONEY),
        draft.field(f"sub{n}_up_to", _("Sums up to"), Kind.MONEY),
    )


def stored(line: AbsenceLine, viewer: Viewer) -> Draft:
    """What is kept, as the form shows it: the first substitute for everything on top, the others below."""
    zone = ZoneInfo(viewer.chart.work_time(line.person).schedule.zone)
    days = days_of(line.since, line.until, zone.key)
    first, last = line.since.astimezone(zone), line.until.astimezone(zone)
    values: dict[str, Any] = {
        "first": first.date().isoformat(),
        "last": (days.last if days else last.date()).isoformat(),
        "first_time": "" if days or first.time() == time() else f"{first:%H:%M}",
        "last_time": "" if days or last.time() == time() else f"{last:%H:%M}",
        "reason": line.reason,
        "note": line.note,
    }
    if not days and last.time() == time():
        values["last"] = (last.date() - timedelta(days=1)).isoformat()
    named = list(line.substitutes)
    main = next((one for one in named if not one.is_partial), None)
    rest = [one for one in named if one is not main]
    values |= _shown(main, 1, viewer) if main else {}
    for n, one in enumerate(rest, 2):
        values |= _shown(one, n, viewer)
    return Draft({**values, "rows": len(rest)})


def _shown(one: StandIn, n: int, viewer: Viewer) -> dict[str, Any]:
    return {
        f"sub{n}": one.person,
        f"sub{n}_text": viewer.chart.name(one.person),
        f"sub{n}_type": ",".join(one.card_types),
        f"sub{n}_above": _amount(one.above),
        f"sub{n}_up_to": _amount(one.up_to),
    }


def _amount(value: Decimal | None) -> str:
    """As the input shows what was typed into it."""
    if value is None:
        return ""
    return away.sum_of(value).removesuffix(f"{formats.HARD}₽")


def sent(form: Mapping[str, str], person: int) -> dict[str, Any]:
    """What was typed, for the command; raises Invalid with a sentence for each field that cannot be read."""
    wrong: dict[str, Any] = {}
    first, last = (_day(form, name, wrong) for name in ("first", "last"))
    begins, ends = (_time(form, name, wrong) for name in ("first_time", "last_time"))
    substitutes = _substitutes(form, wrong)
    if wrong or first is None or last is None:
        raise Invalid(_("Nothing was saved: check the marked fields."), fields=wrong)
    since, until = org.whole_days(person, first, last)
    return {
        "since": datetime.combine(first, begins, since.tzinfo) if begins else since,
        "until": datetime.combine(last, ends, since.tzinfo) if ends else until,
        "reason": form.get("reason", ""),
        "note": form.get("note", ""),
        "substitutes": substitutes,
    }


def told(error: Invalid, form: Mapping[str, str]) -> Invalid:
    """Complaints of the command, beside the inputs they are about."""
    rows = _order(form)
    places = {"since": "first", "until": "last", "person": "person"}
    fields = {}
    for name, sentence in error.fields.items():
        head, _dot, n = name.partition(".")
        fields[f"sub{rows[int(n) - 1]}" if head == "substitutes" and n else places.get(name, name)] = sentence
    return Invalid(error.message, code=error.code, fields=fields)


def _order(form: Mapping[str, str]) -> list[int]:
    """Numbers of the filled rows in the order of asking: those for some papers before those for all."""
    rows = [n for n in range(1, 11) if (form.get(f"sub{n}") or form.get(f"sub{n}_text", "")).strip()]
    return sorted(rows, key=lambda n: (not any(form.get(f"sub{n}_{part}") for part in ("type", "above", "up_to")), n))


def _substitutes(form: Mapping[str, str], wrong: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for n in _order(form):
        person = form.get(f"sub{n}", "").strip()
        if not (person.isascii() and person.isdigit() and len(person) < 19 and form.get(f"sub{n}_text", "x").strip()):
            wrong[f"sub{n}"] = _("Choose from the list: type a few letters.")
            continue
        kind = form.get(f"sub{n}_type", "")
        found.append(
            {
                "person": int(person),
                "card_types": kind.split(",") if kind else [],
                "above": _money(form, f"sub{n}_above", wrong),
                "up_to": _money(form, f"sub{n}_up_to", wrong),
            }
        )
    return found


def _day(form: Mapping[str, str], name: str, wrong: dict[str, Any]) -> date | None:
    try:
        found = date.fromisoformat(form.get(name, "").strip())
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        wrong[name] = _("Choose a day.")
        return None
    return found


def _time(form: Mapping[str, str], name: str, wrong: dict[str, Any]) -> time | None:
    text = form.get(name, "").strip()
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        wrong[name] = _("Write a time like 14:00.")
        return None


def _money(form: Mapping[str, str], name: str, wrong: dict[str, Any]) -> str | None:
    text = "".join(form.get(name, "").split()).replace("₽", "").replace(",", ".")
    try:
        amount = Decimal(text) if text else None
    except InvalidOperation:
        amount = Decimal("NaN")
    if amount is not None and not amount.is_finite():
        wrong[name] = _("Write a sum, like 100000.50.")
        return None
    return text or None
