"""`python -m marshrut.demo.onec`: the training 1C as a program of its own."""

from __future__ import annotations

import argparse
from pathlib import Path

from .program import serve

parser = argparse.ArgumentParser(
    "python -m marshrut.demo.onec", description="Учебная 1С: отвечает по OData, как 1С:Бухгалтерия."
)
parser.add_argument("--port", type=int, default=8899)
parser.add_argument("--documents", type=int, default=40, help="сколько документов завести, если база пуста")
parser.add_argument("--state", type=Path, help="файл, в котором база переживает перезапуск")
parser.add_argument("--firms", type=Path, help="файл JSON: наша организация, контрагенты, пользователи 1С")
parser.add_argument("--beat", type=float, default=0.0, help="раз во сколько секунд документ делает шаг")

if __name__ == "__main__":
    given = parser.parse_args()
    serve(given.port, given.state, given.firms, given.beat, documents=given.documents)
