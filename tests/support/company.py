"""A small company of named people, made by commands: Алиса writes, Борис approves, Виктор is a stranger."""

from __future__ import annotations

from dataclasses import dataclass

from marshrut.kernel.actor import Actor
from marshrut.org import commands

SYSTEM = Actor.system()


@dataclass(frozen=True)
class Company:
    #: Громова Галина Юрьевна, head of the whole company
    director: int
    #: Дёмина Дарья Сергеевна, administrator, outside of the departments
    admin: int
    #: Белов Борис Олегович, head of marketing
    boris: int
    #: Андреева Алиса Игоревна, works in marketing
    alice: int
    #: Волков Виктор Павлович, works in sales, whose head's seat is empty
    victor: int

    top: int
    marketing: int
    sales: int


def build() -> Company:
    top = commands.add_department(SYSTEM, name="Компания")
    marketing = commands.add_department(SYSTEM, name="Маркетинг", parent=top, sort=1)
    sales = commands.add_department(SYSTEM, name="Продажи", parent=top, sort=2)
    people = {
        "director": person("gromova", "Громова", "Галина", "Юрьевна", top, "Директор"),
        "admin": person("demina", "Дёмина", "Дарья", "Сергеевна", None, "Системный администратор"),
        "boris": person("belov", "Белов", "Борис", "Олегович", marketing, "Руководитель отдела"),
        "alice": person("andreeva", "Андреева", "Алиса", "Игоревна", marketing, "Менеджер"),
        "victor": person("volkov", "Волков", "Виктор", "Павлович", sales, "Менеджер"),
    }
    commands.edit_person(SYSTEM, person=people["admin"], is_admin=True)
    commands.edit_department(SYSTEM, department=top, head=people["director"])
    commands.edit_department(SYSTEM, department=marketing, head=people["boris"])
    return Company(**people, top=top, marketing=marketing, sales=sales)


def person(
    login: str, last: str, first: str, middle: str = "", department: int | None = None, position: str = ""
) -> int:
    return commands.add_person(
        SYSTEM,
        email=f"{login}@example.org",
        last_name=last,
        first_name=first,
        middle_name=middle,
        department=department,
        position=position,
    )


def role(key: str, *holders: int) -> str:
    """A company role called by its key, given to people."""
    commands.add_role(SYSTEM, role=key, title_ru=key, title_en=key)
    for holder in holders:
        commands.assign_role(SYSTEM, role=key, person=holder)
    return key


def acting(person_id: int) -> Actor:
    """The person at a web page."""
    return Actor.person(person_id)
