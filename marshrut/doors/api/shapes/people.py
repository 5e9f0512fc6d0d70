"""People, and the one the token belongs to."""

from __future__ import annotations

from pydantic import Field

from .base import Answer, Body


class Person(Answer):
    id: int = Field(examples=[3])
    name: str = Field(examples=["Борисов Б."])
    full_name: str = Field(examples=["Борисов Борис"])
    email: str = Field(examples=["boris@example.ru"])
    position: str
    department: str


class People(Answer):
    items: tuple[Person, ...]


class Role(Answer):
    key: str = Field(examples=["finance_manager"])
    title: str


class Waiting(Answer):
    """How much waits: tasks of the person, tasks of others on their cards, unread notices (counted to 100)."""

    mine: int
    asked: int
    unread: int


class Me(Answer):
    person: Person
    roles: tuple[Role, ...]
    is_admin: bool
    language: str = Field(examples=["ru"])
    time_zone: str = Field(examples=["Europe/Moscow"])
    waiting: Waiting


class PeopleSearch(Body):
    q: str = Field(default="", max_length=200, description="Beginnings of names; without it everybody.")
    limit: int = Field(default=50, ge=1, le=200)
