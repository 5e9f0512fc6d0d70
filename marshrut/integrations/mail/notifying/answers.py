"""What an answer by mail decides: «Согласовано», «Отклонено: нет подписи». Pure; in doubt it decides nothing.

Only whoever writes the word alone, or before a reason, means it: «согласовано с Петровым» and «да, если дешевле» are
left to the person, who presses the button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from .. import quotes
from ..parsing import Mail

#: characters of a reason
LONGEST: Final = 2000
_NO: Final = (
    r"не\s+(?:согласовано|согласован[аы]?|согласую|согласовываю|согласен|согласна|утверждаю|утверждено|одобряю|одобрено)"
    r"|отклонено|отклонить|отклоняю|отказано|отказать|отказываю|отказ|против|нет"
    r"|not\s+approved|not\s+agreed|rejected|reject|declined|decline|denied|disapproved|i\s+disagree|no"
)
_YES: Final = (
    r"согласовано|согласовать|согласован[аы]?|согласую|согласовываю|согласен|согласна|утверждаю|утверждено|утвердить"
    r"|одобряю|одобрено|одобрить|да|ок|окей|ok|okay|approved|approve|i\s+approve|agreed|agree|i\s+agree|yes"
)
_VERDICT: Final = re.compile(
    rf"(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?:\s*(?:[.,:;!—–-]+\s*|\n|$))(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
#: what takes the word back
_BUT: Final = re.compile(
    r"(?:но|если|при\s+услови|только|кроме|за\s+исключением|после|когда|не\b|нет\b|однако|but|if|unless|only|except"
    r"|when|after|provided|however|not\b|no\b)",
    re.IGNORECASE,
)
_NAME: Final = r"[^\W\d_][\w.-]{0,40}"
_HELLO: Final = (
    r"добр(?:ый|ого|ое)\s+(?:день|дня|вечер|вечера|утро|утра)|здравствуйте|привет|приветствую"
    r"|hello|hi|good\s+(?:morning|day|afternoon|evening)"
)
#: a greeting with as few names behind it as can be, and with as many: «добрый день, согласовано» bears none
_GREETINGS: Final = tuple(
    re.compile(rf"\W*(?:{_NAME}[ ,]+){{0,3}}(?:{_HELLO})(?:[ ,]+{_NAME}){names}[ ]*(?:[.,!]+|\n|$)\s*", re.IGNORECASE)
    for names in ("{0,3}?", "{0,3}")
)
_FAREWELL: Final = re.compile(
    r"\n[ \t]*(?:с\s+уважением|спасибо|благодарю|всего\s+доброго|best\s+regards|kind\s+regards|regards|thanks"
    r"|thank\s+you|--)(?:\W.*)?$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`verdict`: "" when it does not say clearly; then `words` are all of it, else only the reason."""

    verdict: Literal["yes", "no", ""]
    words: str


def read(mail: Mail) -> Answer:
    """Without the letter it answers and without the signature."""
    above = re.split(r"^--[ \t]*$", mail.whole, maxsplit=1, flags=re.MULTILINE)[0]
    unsigned = quotes.fresh(above) if above.strip() else ""
    return of_words(min(mail.fresh, unsigned, key=len))  # one knows quotes of pages, the other has no signature


def of_words(text: str) -> Answer:
    text = _FAREWELL.sub("", f"\n{text.strip()[: 2 * LONGEST]}").strip()
    bare = [text, *(one.sub("", text, count=1) for one in _GREETINGS if one.match(text))]
    tried = (_VERDICT.fullmatch(said.strip().strip("«»\"'")) for said in bare)
    found = next((one for one in tried if one), None)
    if found is None:
        return Answer("", text[:LONGEST])
    reason = found["rest"].strip()
    if found["yes"]:
        if _BUT.match(reason):
            return Answer("", text[:LONGEST])
        return Answer("yes", reason[:LONGEST])
    return Answer("no", reason[:LONGEST])
