"""What this room says to people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

NO_SUCH_ARCHIVE = _("There is no such archive. Archives are kept for a week, and only who asked for one sees it.")
NOTHING = _("There is nothing to put into the archive: no letters that you may see.")
NOTHING_TO_TAKE = _("You may not take these cards away. If your work needs it, ask an administrator.")
TOO_MANY = _("More than %(most)s cards at once are too many. Choose a shorter period.")
WRONG_KIND = _("Say what the archive is about: a thread, a project, a company or cards.")
WRONG_PERIOD = _("The first day is later than the last.")
AT_ONCE = _("%(count)s archives are being built for you already. Wait until one is ready.")
NOT_READY = _("The archive is still being built.")
HIDDEN_BY_NOW = _(
    "Some cards in this archive are not open to you any more, so it cannot be downloaded. Ask for a new one."
)
LOST = _("The file of this archive is gone. Ask for a new one.")

#: why an archive could not be built
WHY: dict[str, Any] = {
    "hidden": _("Nothing of it may be seen by you any more."),
    "large": _("The files take more than 4 GB. Choose a shorter period."),
    "disk": _("There is not enough space on the disk of the server. Tell an administrator."),
    "broken": _("An error happened. Try again; if it happens again, tell an administrator."),
}
