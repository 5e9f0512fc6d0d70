"""Mails that became no letter, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marshrut.doors.web import formats
from marshrut.doors.web.screens.unsorted import UnsortedRow, UnsortedScreen
from marshrut.kernel import clock
from marshrut.letters import mail_sentences as said
from marshrut.letters.queries.unsorted import Unsorted

from .viewer import Viewer

PATH: Final = "/unsorted/"


def screen(found: Sequence[Unsorted], viewer: Viewer) -> UnsortedScreen:
    return UnsortedScreen(
        title=str(said.UNSORTED),
        lead=str(said.UNSORTED_LEAD),
        none=str(said.UNSORTED_NONE),
        button=str(said.IS_LETTER),
        not_kept=str(said.IN_MAILBOX),
        rows=tuple(
            UnsortedRow(
                sender=one.sender,
                subject=one.subject,
                what=str(said.MAIL_NOTES.get(one.note) or said.MAIL_KINDS.get(one.kind, "")),
                at=formats.ago(one.at, clock.now(), viewer.zone),
                url=f"{PATH}{one.id}/take" if one.kept else "",
            )
            for one in found
        ),
    )
