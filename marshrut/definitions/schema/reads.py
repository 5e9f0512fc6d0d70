"""What a formalised document (УПД, акт and others of ФНС) dropped into a file field says about the card."""

from __future__ import annotations

from .base import Key, Model


class Reads(Model):
    """Fields of the card that a formalised document put into this file field fills while they are empty."""

    #: a text: what it is about, and its kind, number and day: «Флакон 50 мл, УПД № 215 от 12.11.2026»
    title: Key | None = None
    #: texts: its number; the contract or order it rests on
    number: Key | None = None
    basis: Key | None = None
    #: its day
    date: Key | None = None
    #: companies found by their requisites: who sells, who buys
    seller: Key | None = None
    buyer: Key | None = None
    #: the side that is ours, and the other one
    organisation: Key | None = None
    partner: Key | None = None
    #: money: the whole sum, and the tax in it
    amount: Key | None = None
    vat: Key | None = None
