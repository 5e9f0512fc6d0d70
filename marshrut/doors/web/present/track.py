"""What is said of a track number while it is typed (S0.26, A0.5)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.definitions.schema import tracks
from marshrut.doors.web.screens.parts import Tone
from marshrut.doors.web.screens.tracking import NumberSaid

POSTAL = ("post", "ems")
#: digits of an inland number of Почта России
INLAND = 14


def said(way: str, typed: str, language: str) -> NumberSaid | None:
    """None when there is nothing to say: no number yet, or one that nobody can check."""
    about, track = tracks.way(way), tracks.clean(way, typed)
    if about is None or (about.number != "none" and not tracks.plain(typed)):
        return None
    if about.number == "none":
        return NumberSaid(_("No number is needed for this way"), Tone.NEUTRAL, "info-circle")
    if track.problem == "track_check":
        return NumberSaid(_("There is a mistake in the number: check its digits"), Tone.BAD, "alert-circle")
    if track.checked:
        return NumberSaid(_("The check digit is right"), Tone.OK, "circle-check")
    digits = tracks.plain(typed).replace("-", "")
    if way in POSTAL and digits.isdecimal() and len(digits) < INLAND:
        text = _("{count} digits of {all}").format(count=len(digits), all=INLAND)
        return NumberSaid(text, Tone.NEUTRAL, "dots")
    if track.hint == "track_shape":
        text = _("Numbers of “{carrier}” usually look different: check it").format(carrier=about.title.say(language))
        return NumberSaid(text, Tone.WARN, "alert-triangle")
    return None
