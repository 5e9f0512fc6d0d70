"""What we tell people about files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

EMPTY: Any = _("The file is empty. Was it saved or downloaded to the end?")
TOO_BIG: Any = _("The file is larger than %(megabytes)s MB. Compress it or split it into parts.")
LIE: Any = _(
    "The name ends in .%(extension)s, but inside is %(inside)s. Rename the file or save it again in the right format."
)
NOT_WHAT_IT_SAYS: Any = _(
    "The name ends in .%(extension)s, but the content is something else. Open the file, check it and save it again."
)
DISK_FULL: Any = _("There is almost no room left on the server, so files are not accepted. Tell the administrator.")
NO_SUCH_FILE: Any = _("There is no such file.")
NO_SUCH_DOCUMENT: Any = _("There is no such document.")
NO_SUCH_KIND: Any = _("There is no such kind of documents.")
NO_SUCH_STATUS: Any = _("This kind of documents has no such status.")
NO_SUCH_FOLDER: Any = _("There is no such folder.")
NO_SUCH_PLACE: Any = _("Documents cannot be put there.")
UNNAMED: Any = _("Unnamed")

#: why a file has no pictures of its pages
WHY: Mapping[str, Any] = {
    "": "",
    "type": _("There is no preview for files of this type. Download the file to read it."),
    "encrypted": _("The file is protected with a password. Download it to read it."),
    "broken": _("The file could not be read: it may be damaged. Try to download and open it."),
    "too_big": _("The pages are too large or too complex to show. Download the file to read it."),
}
