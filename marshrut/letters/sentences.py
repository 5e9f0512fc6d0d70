"""What refusals of this room say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NO_SUCH_LETTER = _("There is no such letter, or you have no access to it.")
NO_SUCH_DISPATCH = _("There is no such sending.")
