"""Tables in files: CSV and XLSX, in and out. Knows cells, never what they mean.

It lies in this room because a table comes and goes as a file, and a hostile one: it is read as carefully as a paper is
drawn (`render`). The doors read and write through it; commands and queries take and give plain rows.
"""

from .reading import CELL, COLUMNS, ROWS, SIZE, read, read_text
from .writing import CSV, XLSX, Cell, Format, as_csv, as_file, as_xlsx

__all__ = [
    "CELL",
    "COLUMNS",
    "CSV",
    "ROWS",
    "SIZE",
    "XLSX",
    "Cell",
    "Format",
    "as_csv",
    "as_file",
    "as_xlsx",
    "read",
    "read_text",
]
