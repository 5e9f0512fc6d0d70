"""How the training phone looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from .things import User

_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "phone.css").read_text()
_SCRIPT: Final = (_HERE / "phone.js").read_text()


@dataclass(frozen=True, slots=True)
class Person:
    url: str
    name: str
    messenger: str
    last: str
    started: bool


def page(title: str, body: str) -> str:
    return (
        "<!DOCTYPE html><html lang=ru><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style><main>{body}</main><script>{_SCRIPT}</script>"
    )


def everybody(people: Sequence[Person]) -> str:
    rows = "".join(
        f"<li><a href='{one.url}'><b>{escape(one.name)}</b> · {one.messenger}<br>"
        f"<small>{escape(one.last) or ('Сообщений ещё нет' if one.started else 'Бот ещё не открыт')}</small></a>"
        for one in people
    )
    intro = "Телефоны людей демонстрационной компании: сюда приходит то же, что пришло бы в мессенджер."
    return f"<header><h1>Учебный телефон</h1></header><p class=empty>{intro}</p><ul class=list>{rows}</ul>"


def chooser(rows: Sequence[tuple[str, str, str]], payload: str) -> str:
    """The link of the portal opens the bot on somebody's phone."""
    forms = "".join(
        f"<form class='row start' method=post action='{escape(action)}'>{hidden(payload=payload)}"
        f"<button>{escape(name)} · {messenger} — «Запустить»</button></form>"
        for action, name, messenger in rows
    )
    return f"<header><h1>Чей это телефон?</h1></header><div class=talk>{forms}</div>"


def conversation(
    base: str, user: User, messenger: str, bubbles: str, popup: str, state: str, asks: tuple[int, str] | None
) -> str:
    """`asks`: the message that awaits words, and what for."""
    title = f"<h1>Маршрут<small>{escape(user.name)} · {messenger}</small></h1>"
    stop = f"<button class=key>{'Вернуть бота' if user.blocked else 'Остановить бота'}</button>"
    head = (
        f"<header><a href='/' aria-label='Ко всем'>←</a>{title}"
        f"<form method=post action='{base}block'>{stop}</form></header>"
    )
    empty = "<p class=empty>Сообщений ещё нет. Откройте бота по ссылке из профиля в Маршруте.</p>"
    answers = f"<span class=reply>Ответ: {escape(asks[1])}</span>{hidden(reply_to=str(asks[0]))}" if asks else ""
    say = (
        f"<form class=say method=post action='{base}say' enctype=multipart/form-data>{answers}"
        "<label title='Приложить файл'>Файл<input type=file name=file></label>"
        "<input type=text name=text aria-label='Сообщение' placeholder='Сообщение' autocomplete=off"
        f"{' autofocus' if asks else ''}>"
        "<button>Отправить</button></form>"
    )
    shown = f"<p class=popup role=status>{escape(popup)}</p>" if popup else ""
    return f"{head}<div class=talk data-state='{state}'>{bubbles or empty}</div>{shown}{say}"


def bubble(number: int, said: str, rows: str, *, ours: bool) -> str:
    """`ours`: of the bot."""
    return f"<div class='bubble{'' if ours else ' mine'}' id=m{number}><div class=said>{said}</div>{rows}</div>"


def hidden(**values: str) -> str:
    return "".join(f"<input type=hidden name={name} value='{escape(value)}'>" for name, value in values.items())
