"""An inbox with a chosen task, and an empty one."""

from __future__ import annotations

from dataclasses import replace

from marshrut.doors.web.screens.forms import Option
from marshrut.doors.web.screens.inbox import Bulk, InboxDetail, InboxRow, InboxScreen
from marshrut.doors.web.screens.parts import Tab

from .board import AMOUNTS, COMPANIES, EMPTIES, PEOPLE, TITLES
from .card import FIELDS, INVOICE, MINE
from .people import COMPANY, DUES, HEAD

VERBS = ("Согласуйте заявку на оплату", "Согласуйте заявку на оплату", "Подтвердите оплату", "Выполните оплату")
ROWS = tuple(
    InboxRow(
        task_id=number,
        title=VERBS[number % 4],
        subject=TITLES[number % len(TITLES)],
        details=f"{COMPANIES[number % len(COMPANIES)]} · {AMOUNTS[number % len(AMOUNTS)]}\u00a0₽",
        face=PEOPLE[number % len(PEOPLE)],
        due=DUES[min(number // 2, 3)],
        url=f"/ui-kit/inbox/?task={number}",
        current=number == 0,
        bulk="approve" if number % 4 < 2 else "",
        amount="98000.00",
    )
    for number in range(11)
)
TABS = (
    Tab("Ждут меня", "/ui-kit/inbox/", True, "11"),
    Tab("Поставил я", "/ui-kit/inbox/", count="6"),
    Tab("Выполненные", "/ui-kit/inbox-empty/"),
)
INBOX = InboxScreen(
    tabs=TABS,
    rows=ROWS,
    detail=InboxDetail(
        task=replace(MINE, target="inbox"),
        card_number="ЗО-2026-0117",
        card_url="/ui-kit/card/",
        subject=TITLES[0],
        stage=HEAD,
        fields=FIELDS[:4] + FIELDS[6:],
        company=COMPANY,
        files=(INVOICE,),
        preview=INVOICE,
        back_url="/ui-kit/inbox-list/",
    ),
    fresh="3 новых — показать",
    fresh_url="/ui-kit/inbox/",
    live_url="/ui-kit/inbox/?part=fresh",
    chosen=True,
    bulks=(
        Bulk(
            kind="approve",
            outcome="approve",
            text="Согласовать все",
            skip="Пропустить",
            reasons=(Option("skip:have", "Оригиналы уже у нас"), Option("skip:direct", "Клиент получил их напрямую")),
        ),
    ),
)
INBOX_LIST = replace(INBOX, chosen=False)
EMPTY = InboxScreen(
    tabs=(replace(TABS[0], count=""), *TABS[1:]), rows=(), empty=EMPTIES[1], live_url="/ui-kit/inbox/?part=fresh"
)
