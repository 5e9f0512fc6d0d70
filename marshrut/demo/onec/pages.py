"""The page of the training 1C for people: every document with what can happen to it next, one press each."""

from __future__ import annotations

from html import escape
from typing import Final
from urllib.parse import parse_qs, unquote

from .acts import ActName, act
from .exchange import IN, OUT, Base

HTML: Final = {"Content-Type": "text/html; charset=utf-8"}
Reply = tuple[int, dict[str, str], bytes]
Buttons = tuple[tuple[ActName, str], ...]
#: what may happen on a state: act and the words of the button
NEXT: Final[dict[str, Buttons]] = {
    "ТребуетсяПодписание": (("send", "Подписать и отправить"),),
    "ОжидаетсяПодтверждениеОператора": (("operator", "Оператор принял"), ("error", "Ошибка передачи")),
    "ОжидаетсяИзвещениеОПолучении": (
        ("receipt", "Контрагент получил"),
        ("sign", "Контрагент подписал"),
        ("reject", "Контрагент отклонил"),
    ),
    "ОжидаетсяПодтверждение": (("sign", "Контрагент подписал"), ("reject", "Контрагент отклонил")),
    "ТребуетсяУточнение": (("resend", "Отправить повторно"), ("close", "Закрыть")),
    "ОбменЗавершен": (("they_offer_annul", "Контрагент предлагает аннулировать"),),
    "ТребуетсяПодтверждениеАннулирования": (("annul", "Аннулировать"), ("refuse_annul", "Отказать в аннулировании")),
    "ОжидаетсяПодтверждениеАннулирования": (("annul", "Контрагент согласился"), ("refuse_annul", "Контрагент отказал")),
}
INCOMING: Final[Buttons] = (("sign_ours", "Подписать"), ("reject", "Отклонить"))
_STYLE: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:24px;color:#18222e;background:#fffbe6}"
    "table{border-collapse:collapse;width:100%;background:#fff}"
    "td,th{border:1px solid #d9c77a;padding:6px 10px;text-align:left;vertical-align:top}form{display:inline}"
    "button{font:inherit;margin:0 6px 6px 0;padding:4px 10px}input{font:inherit;padding:3px 6px}"
)
_HEAD: Final = (
    "<!DOCTYPE html><html lang=ru><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    f"<title>Учебная 1С</title><style>{_STYLE}</style><h1>Учебная 1С:Бухгалтерия</h1>"
)


def show(base: Base, _path: str) -> Reply:
    with base.lock:
        rows = [(row, name) for name in (OUT, IN) for row in base.tables[name].rows] if base.profile == "bed19" else []
        shown = "".join(
            _row(base, row, name) for row, name in sorted(rows, key=lambda one: str(one[0]["Date"]), reverse=True)[:200]
        )
    head = "<tr><th>Документ</th><th>Контрагент</th><th>Состояние ЭДО</th><th>Что происходит дальше</th></tr>"
    intro = (
        "Здесь видно то же, что увидел бы бухгалтер. Нажмите, что произошло, и вернитесь в Маршрут: "
        "статус придёт сам или по кнопке «Обновить»."
    )
    page = "".join((_HEAD, f"<p>{intro}</p><table>{head}{shown}</table>"))
    return 200, HTML, page.encode()


def press(base: Base, path: str, body: str) -> Reply:
    """`/act/<reference>/<act>`; anything else is not there."""
    parts = unquote(path).strip("/").split("/")
    comment = parse_qs(body).get("comment", [""])[0][:200]
    with base.lock:
        wanted = _may(base, parts[1], parts[2]) if len(parts) == 3 and parts[0] == "act" else None
        if wanted is None:
            return 404, HTML, "<p>Так сейчас нельзя. <a href='/'>Назад</a>".encode()
        act(base, parts[1], wanted, comment=comment)
    return 303, {"Location": "/"}, b""


def _may(base: Base, key: str, wanted: str) -> ActName | None:
    try:
        return next((name for name, _words in _next(base, key) if name == wanted), None)
    except KeyError:
        return None


def _next(base: Base, key: str) -> Buttons:
    base.document(key)
    state = base.state_of(key)
    return INCOMING if base.place(key) == IN and state == "ТребуетсяПодписание" else NEXT.get(state, ())


def _row(base: Base, row: dict[str, object], name: str) -> str:
    key = str(row["Ref_Key"])
    party = base.tables["Catalog_Контрагенты"].find(Ref_Key=row["Контрагент"])
    buttons = "".join(_button(key, name, words) for name, words in _next(base, key)) or "—"
    way = "Мы отправили" if name == OUT else "Нам прислали"
    sum_ = f"{float(str(row['СуммаДокумента'])):,.2f}".replace(",", " ").replace(".", ",")
    cells = (
        f"<b>{escape(str(row['НомерДокумента']))}</b><br>{way}, {sum_} ₽",
        escape(str(party["Description"]) if party else "—"),
        escape(base.state_of(key)),
        buttons,
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _button(key: str, name: ActName, words: str) -> str:
    why = (
        "<input name=comment placeholder='С каким комментарием' aria-label='Комментарий'> " if name == "reject" else ""
    )
    return f"<form method=post action='/act/{key}/{name}'>{why}<button>{words}</button></form>"
