"""Every quarter of an hour: whoever left the directory is out here, too; whoever changed there changes here."""

from __future__ import annotations

import logging
from typing import Final

from marshrut.kernel.errors import Refused
from marshrut.org import commands, queries
from marshrut.org.sign_in import outside

from . import backend, people
from .directory import Away, Directory

log = logging.getLogger(__name__)
#: seconds
EVERY: Final = 900.0
#: more than this many leavers at once, and more than half of all, look like a mistake of the directory
MANY: Final = 5


def duty() -> None:
    try:
        run(backend.configured())
    except Away as error:
        log.warning("the directory does not answer: %s", error)


def run(directory: Directory) -> dict[str, int]:
    """Returns {"alike": kept alike, "dismissed": …}. Raises Away, and then nothing was changed.

    A dismissed person is not taken back by himself: an administrator does that.
    """
    found = {entry.id: entry for entry in directory.people()}
    chart = queries.chart()
    tied = {one: person for one, person in outside.tied(directory.table.name).items() if chart.active(person)}
    gone = [person for subject, person in tied.items() if subject not in found]
    if len(gone) > MANY and 2 * len(gone) > len(tied):
        raise Away(f"{len(gone)} of {len(tied)} people are missing: nobody is dismissed, look at base and groups")
    done = {"alike": 0, "dismissed": 0}
    for subject, person in tied.items():
        if subject in found:
            done["alike"] += _tried(people.keep_alike, directory.table, person, found[subject], chart)
        else:
            done["dismissed"] += _tried(_dismiss, person)
    return done


def _dismiss(person: int) -> None:
    commands.dismiss_person(people.ACTOR, person=person)


def _tried(act: object, *arguments: object) -> int:
    """One person's trouble, like the last administrator leaving, keeps nobody else."""
    try:
        act(*arguments)  # type: ignore[operator]
    except Refused as error:
        log.warning("directory: %s", error)
        return 0
    return 1
