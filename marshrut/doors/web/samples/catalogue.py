"""Which sample stands behind which address of /ui-kit/."""

from __future__ import annotations

from typing import Any

from . import board, card

SCREENS: dict[str, tuple[str, Any]] = {
    "board": ("screens/board.html", board.BOARD),
    "list": ("screens/list.html", board.LIST),
    "list-empty": ("screens/list.html", board.NOTHING),
    "card": ("screens/card.html", card.CARD),
}
SUGGESTIONS = (
    ("ООО «Вектор Логистика»", "ИНН 7700964117"),
    ("ООО «Косметика Плюс»", "ИНН 7701234560"),
    ("АО «Промснаб»", "ИНН 7702345671"),
)
