"""A program of its own that reads one formalised document. Started by `asking`, never imported.

    python -I program.py SECONDS < content > answer.json

Like `reading.program` it sees two open files and nothing else. It writes {"found": {…}} or {"why": …}: "broken",
"too_big", "unknown", "encrypted".
"""

from __future__ import annotations

import json
import sys
from typing import Any

from marshrut.documents.confining import confined, sealed
from marshrut.documents.fns import telling
from marshrut.documents.fns.opening import opened
from marshrut.documents.fns.tree import Unread

#: bytes of memory for data and of the answer
MEMORY, OUTPUT = 384 << 20, 12 << 20
#: of a content that is read at all
LIMIT = 64 << 20
_SMALLEST = """<?xml version="1.0" encoding="windows-1251"?><Файл><Документ>
<СвСчФакт НомерДок="1" ДатаДок="01.01.2026"/>
<ТаблСчФакт><СведТов НаимТов="a" КолТов="1"/><ВсегоОпл СтТовУчНалВсего="1.5"/></ТаблСчФакт></Документ></Файл>"""


def warm_up() -> None:
    """Load what is loaded at its first use: an account that cannot read our folder would not find it later."""
    for encoding in ("cp1251", "utf-16", "cp437"):
        "Ф".encode(encoding, "replace").decode(encoding)
    answer(_SMALLEST.encode("cp1251"))


def answer(content: bytes) -> dict[str, Any]:
    try:
        return {"found": telling.told(opened(content))}
    except Unread as unread:
        return {"why": unread.why}
    except MemoryError:
        return {"why": "too_big"}
    except BaseException:  # noqa: BLE001 – whatever a hostile file causes is an answer
        return {"why": "broken"}


def main() -> None:
    warm_up()
    confined(int(sys.argv[1]), MEMORY, OUTPUT)
    sealed()
    content = sys.stdin.buffer.read(LIMIT + 1)
    told = {"why": "too_big"} if len(content) > LIMIT else answer(content)
    sys.stdout.write(json.dumps(told, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
