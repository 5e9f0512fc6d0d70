"""The company as a table: what the import would find unchanged."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..rules import fold
from . import columns
from .paths import Tree
from .roster import Known, Roster

Rows = list[list[str]]


def table(roster: Roster) -> Rows:
    """The heading, everybody who works here in Russian order, then departments nobody works in."""
    tree = Tree(roster.departments)
    people = [known for known in roster.people.values() if known.active]
    peopled = {known.department for known in people}
    empty = [key for key in roster.departments if key not in peopled]
    blank = dict.fromkeys(columns.KEYS, "")
    rows = [_row(known, roster, tree) for known in people]
    rows += [list({**blank, "department": tree.text(key)}.values()) for key in empty]
    return [list(columns.headings().values()), *rows]


def _row(known: Known, roster: Roster, tree: Tree) -> list[str]:
    place = known.department
    heads = place is not None and roster.departments[place].head == known.id
    return [
        known.email,
        known.last_name,
        known.first_name,
        known.middle_name,
        known.position,
        tree.text(place),
        _("yes") if heads else _("no"),
        "; ".join(role_name(key, roster) for key in sorted(known.roles)),
        known.language,
        known.time_zone or "",
    ]


def role_name(key: str, roster: Roster) -> str:
    """The title in the language of the page, or the key when the title does not say which role it is."""
    russian, english = roster.roles[key]
    title = english if (get_language() or "").startswith("en") else russian
    return title if roster.role_names.get(fold(title)) == key and ";" not in title else key


def example(roster: Roster) -> Rows:
    """A table to begin with: invented people, and a role that the company has."""
    role = role_name(next(iter(sorted(roster.roles))), roster) if roster.roles else ""
    top, shop = _("Head office"), _("Production")
    people = (
        ("ivanova@example.ru", _("Ivanova"), _("Anna"), _("Petrovna"), _("Director"), top, _("yes"), "", "ru", ""),
        ("petrov@example.ru", _("Petrov"), _("Ivan"), "", _("Head of production"), f"{top} / {shop}", _("yes"), role),
        ("smirnova@example.ru", _("Smirnova"), _("Olga"), "", _("Technologist"), f"{top} / {shop}", _("no"), ""),
    )
    width = len(columns.KEYS)
    rows = [[*row, *("ru", "Asia/Yekaterinburg")[: width - len(row)]][:width] for row in people]
    return [list(columns.headings().values()), *rows]
