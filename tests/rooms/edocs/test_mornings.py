"""Every morning the owner of a base hears of parties that match no company; every night clocks are put right."""

from __future__ import annotations

from datetime import date, timedelta

from marshrut.automation.models import Notification
from marshrut.calendars import commands as calendars
from marshrut.edocs import duties
from marshrut.edocs.models import Run
from marshrut.edocs.source import Party
from tests.support.bases import paper
from tests.support.papers import Papers
from tests.support.toy import msk

STRANGE = Party("party-9", "ООО «Неизвестная»", "5031004565", "503101001")


def test_the_queue_is_told_of_once_a_morning(papers: Papers) -> None:
    def told() -> list[str]:
        duties.tell_of_unmatched()
        duties.tell_of_unmatched()
        papers.work()
        return list(Notification.objects.filter(about="edocs_unmatched").values_list("person__email", flat=True))

    assert told() == []
    papers.read(paper(counterparty=STRANGE))
    papers.now.at = msk("2026-11-06 08:59")
    assert told() == []
    papers.now.at = msk("2026-11-06 09:00")
    assert told() == ["junior@example.ru"]
    papers.now.at = msk("2026-11-07 09:00")
    assert len(told()) == 2


def test_clocks_follow_the_calendar_and_the_journal_is_short(papers: Papers) -> None:
    papers.read(paper())
    assert papers.doc().warn_at == msk("2026-11-10 10:10")
    calendars.set_day(papers.office.actor("admin"), day=date(2026, 11, 9), kind="off", source="Указ")
    duties.tidy()
    assert papers.doc().warn_at == msk("2026-11-11 10:10")
    assert Run.objects.count() == 2
    papers.now.at += timedelta(days=91)
    duties.tidy()
    assert Run.objects.count() == 0
