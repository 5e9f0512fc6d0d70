"""Деловые Линии: an application key in the body, five documents in one call, the history in no order at all.

`shipments`: number -> [{"state", "stateName", "stateDate"}].
"""

from __future__ import annotations

import random
from typing import Any

from .serving import Call, Carrier, Said, said, serve

KEY = "5A3C-0000-TEST-KEY"
MOST = 5


def answer(call: Call, carrier: Carrier) -> Said:
    if call.path != "/v3/orders/statuses_history.json" or call.method != "POST":
        return said(404, {"metadata": {"status": 404}, "errors": [{"code": 110001, "title": "Неверный адрес"}]})
    try:
        asked = call.json()
    except ValueError:
        return _error(400, 110002, "Ошибка разбора запроса")
    if asked.get("appkey") != KEY:
        return _error(401, 120003, "Неверный ключ приложения")
    numbers = asked.get("docIds") or []
    if not numbers or len(numbers) > MOST:
        return _error(400, 180012, "Параметр docIds: не более 5 значений")
    if carrier.memory.get("left") is not None:
        if carrier.memory["left"] <= 0:
            return said(
                429, {"errors": [{"code": 100429, "title": "Превышен лимит запросов"}]}, **{"retry-after": "60"}
            )
        carrier.memory["left"] -= 1
    return said(200, {"metadata": {"status": 200}, "data": _history(numbers, carrier)})


def _history(numbers: list[str], carrier: Carrier) -> dict[str, Any]:
    found, info = {}, []
    for number in numbers:
        known = carrier.shipments.get(number)
        if known is None:
            info.append({"number": number, "message": "По указанному номеру ничего не найдено"})
            continue
        rows = [{"number": number, **one} for one in known]
        random.Random(number).shuffle(rows)
        found[number] = rows
    # an empty object comes as an empty list
    return {"statusHistory": found or [], "info": info}


def _error(status: int, code: int, title: str) -> Said:
    body = {"metadata": {"status": status}, "errors": [{"code": code, "title": title, "detail": title}]}
    return said(status, body)


if __name__ == "__main__":
    serve(answer)
