"""The navigation around every page. Counters come from queries; here is only what stands where."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from . import formats
from .screens.parts import Face
from .screens.shell import NavGroup, NavItem, Shell


def shell(request: HttpRequest) -> dict[str, Shell | None]:
    """Context processor: `shell` for people who are signed in, None for strangers and error pages."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"shell": None}
    return {"shell": build(request.path, person)}


def build(
    path: str,
    person: object,
    *,
    processes: tuple[tuple[str, str], ...] = (),
    inbox: int = 0,
    inbox_late: bool = False,
    unread: int = 0,
    since: str = "0",
    clock: str = "",
) -> Shell:
    """`processes` are (key, title) of the card types the person may see; counts are numbers, shown capped."""
    processes = processes or (("payment_request", _("Payment requests")),)
    tasks = _item(path, _("My tasks"), "/inbox/", "inbox", count=inbox, late=inbox_late, live="inbox", key="KeyG KeyI")
    boards = tuple(
        _item(path, title, f"/cards/{key}/", "layout-kanban", key="KeyG KeyB" if not number else "")
        for number, (key, title) in enumerate(processes)
    )
    companies = _item(path, _("Companies"), "/companies/", "building", key="KeyG KeyO")
    organisation = _item(path, _("Our company"), "/org/", "sitemap")
    settings = tuple(
        _item(path, _("Process settings"), "/packs/payments/settings/", "adjustments-horizontal")
        for _only in range(1)
        if getattr(person, "is_admin", False)
    )
    first = processes[0][0] if processes else ""
    return Shell(
        groups=(
            NavGroup("", (tasks,)),
            NavGroup(_("Processes"), boards),
            NavGroup(_("Directories"), (companies, organisation, *settings)),
        ),
        tabs=(
            _item(path, _("Tasks"), "/inbox/", "inbox", count=inbox, live="inbox"),
            _item(path, _("Board"), f"/cards/{first}/", "layout-kanban"),
            _item(path, _("List"), f"/cards/{first}/list/", "list-details"),
            _item(path, _("Companies"), "/companies/", "building"),
        ),
        person=Face(
            getattr(person, "initials", ""), getattr(person, "short_name", ""), formats.hue(getattr(person, "pk", None))
        ),
        position=getattr(person, "position", ""),
        unread=formats.count(unread, 100) if unread else "",
        since=since,
        clock=clock,
        keys=getattr(person, "keys_enabled", True),
        create_url=f"/cards/{first}/new/" if first else "",
    )


def _item(
    path: str, text: str, url: str, icon: str, *, count: int = 0, late: bool = False, live: str = "", key: str = ""
) -> NavItem:
    current = path == url or (path.startswith(url) and not path.startswith(f"{url}list/"))
    return NavItem(text, url, icon, current, formats.count(count, 100) if count else "", late, live, key)
