"""How long things lasted, in working time of the company: many stays measured and summed up inside the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from marshrut.calendars.rules import scale
from marshrut.kernel import clock

from .charts import chart

#: what began longer before the period counts from then
EARLIER: Final = timedelta(days=365)
#: no calendar is older
OLDEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Lasting:
    """Of `many`: half took no longer than `median` working seconds, nine of ten no longer than `most`."""

    key: str
    many: int
    median: int
    most: int


def measured(stays: str) -> str:
    """A statement that follows a WITH: `stays` selects key, id, came, went. Stays of one id count together.

    The scale (see `calendars.rules.scale`) is looked up row by row. Both OFFSETs keep its arrays out of what is
    grouped: carried along they once filled gigabytes of the disk. Its parameters come first: `hours`.
    """
    return _MEASURED.format(stays=stays)


def hours(since: datetime, until: datetime) -> list[str]:
    """The scale for stays that ended from `since` to `until`, as `measured` wants it."""
    return list(_scale(chart().revision, (since - EARLIER).year, until.year))


@lru_cache(maxsize=8)
def _scale(_revision: int, first: int, last: int) -> tuple[str, ...]:
    """Of the company as it is at that revision; arrays as the database reads them, so that they are written once."""
    first, last = max(first, OLDEST), min(last, clock.now().astimezone(UTC).year + 1)
    one = scale(chart().company_time, date(first, 1, 1), date(max(first, last), 12, 31))
    return tuple(f"{{{','.join(map(str, array))}}}" for array in (one.at, one.before, one.lasts))


_MEASURED: Final = """
, hours AS MATERIALIZED (SELECT %s::float8[] AS at, %s::float8[] AS before, %s::float8[] AS lasts)
SELECT key, count(*)::int, (percentile_disc(0.5) WITHIN GROUP (ORDER BY took))::int,
       (percentile_disc(0.9) WITHIN GROUP (ORDER BY took))::int
FROM (
    SELECT key, id, sum(one) AS took
    FROM (
        SELECT key, id,
               coalesce(before[b] + least(went - at[b], lasts[b]), 0)
               - coalesce(before[a] + least(came - at[a], lasts[a]), 0) AS one
        FROM hours, LATERAL (
            SELECT key, id, came, went, width_bucket(came, at) AS a, width_bucket(went, at) AS b
            FROM (
                SELECT key, id, date_part('epoch', came) AS came, date_part('epoch', went) AS went
                FROM ({stays}) AS stay
            ) AS stays OFFSET 0
        ) AS placed OFFSET 0
    ) AS measured
    GROUP BY key, id
) AS cards
GROUP BY key"""
