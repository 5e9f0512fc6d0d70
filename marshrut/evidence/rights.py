"""Who may do what here. Registered when the room starts.

Everybody may ask; what they get is what they may see and print (a thread, a card) or take away (a project, a company).
"""

from __future__ import annotations

from marshrut.org import access

ASK = "evidence.ask"
REMOVE = "evidence.remove"
PROGRESS = "evidence.progress"
DELIVER = "evidence.deliver"
FAIL = "evidence.fail"
EXPIRE = "evidence.expire"


def register() -> None:
    access.register(ASK, access.everyone)
    access.register(REMOVE, access.person_himself)
    for action in (PROGRESS, DELIVER, FAIL, EXPIRE):
        access.register(action, access.nobody, programs=["system", "robot"])
