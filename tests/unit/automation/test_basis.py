"""What an invoice made by a reaction follows: its card reads «Счёт по УПД № 15»."""

from __future__ import annotations

import pytest
from django.utils import translation

from marshrut.automation.reacting import wording


@pytest.mark.parametrize(
    ("kind", "word", "said"),
    [
        ("upd", "УПД", "по УПД № 15 от 05.11.2026"),
        ("invoice_factura", "Счёт-фактура", "по счёту-фактуре № 15 от 05.11.2026"),
        ("act", "Акт", "по акту № 15 от 05.11.2026"),
        ("other", "Протокол", "по документу: Протокол № 15 от 05.11.2026"),
    ],
)
def test_an_invoice_says_what_it_follows(kind: str, word: str, said: str) -> None:
    with translation.override("ru"):
        words = wording.words({"kind": word, "number": "15", "date": "05.11.2026"})
        assert wording.basis(kind, words) == said
