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
        rows=tuple(
            UnsortedRow(
                sender=one.sender,
                subject=one.subject,
                what=str(said.MAIL_NOTES.get(one.note) or said.MAIL_KINDS.get(one.kind, "")),
                at=formats.ago(one.at, clock.now(), viewer.zone),
                url=f"{PATH}{one.id}/take" if one.kept else "",
                advice="" if one.kept else _advice(one),
            )
            for one in found
        ),
    )


def _advice(one: Unsorted) -> str:
    """No button helps here: what does, in a sentence."""
    told = [str(said.MAIL_ASIDE.get(one.note, said.MAIL_NOT_KEPT))]
    if one.mailbox:
        told.append(str(said.MAIL_LIES).format(address=one.mailbox, folder=one.folder))
    return " ".join(told)
