"""What the worker does for the store every hour: clears away unfinished uploads, alarms about lost contents."""

from __future__ import annotations

import logging

from marshrut.jobs.registry import on_housekeeping

from . import blobs, queries, reading
from .commands.texts import ask_for_scans

log = logging.getLogger(__name__)
#: no upload takes longer
ABANDONED = 24 * 3600


@on_housekeeping("documents.tidy", every_seconds=3600)
def tidy() -> None:
    """Contents without a row are only counted elsewhere (R7): nothing that might be somebody's file is removed here."""
    if swept := blobs.sweep_incoming(ABANDONED):
        log.info("Removed %s unfinished uploads.", swept)
    if lost := queries.rows_without_blob():
        log.error("The contents of %s files are lost, of file № %s first of all.", len(lost), lost[0])


@on_housekeeping("documents.scans", every_seconds=3600)
def scans() -> None:
    """Repeating it is harmless: a content is recognised once."""
    if reading.available():
        ask_for_scans()
