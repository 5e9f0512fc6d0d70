"""`marshrut check`: packs in folders, against this company or without one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from marshrut.definitions.checking import check
from marshrut.definitions.commands import install_pack
from marshrut.definitions.validation import Problem
from marshrut.kernel.errors import Invalid
from marshrut.org import commands as org
from tests.support.company import SYSTEM, Company
from tests.support.packs import PACKS


def errors(path: Path | str | None = None, *, company: bool = True) -> list[Problem]:
    return [problem for problem in check(path, company=company) if not problem.warning]


def test_packs_that_come_along_fit_the_company(office: Company) -> None:
    assert errors(PACKS / "payments") == []
    install_pack(SYSTEM, path=str(PACKS / "payments"))
    assert errors(PACKS / "payments") == [], "an installed pack is no rival of itself"


def test_people_who_are_missing_are_told(office: Company) -> None:
    org.revoke_role(SYSTEM, role="director", person=office.director)
    assert [problem.path for problem in errors(PACKS / "payments")] == ["pack.yaml: roles.director"]


def test_without_a_company_no_database_is_needed(tmp_path: Path) -> None:
    """This test has no access to one."""
    assert errors(company=False) == []
    assert errors(str(PACKS / "payments"), company=False) == []


def test_several_packs_name_their_folders(tmp_path: Path) -> None:
    for name in ("payments", "costs"):
        shutil.copytree(PACKS / "payments", tmp_path / name)
    found = {problem.path: problem.level for problem in check(tmp_path, company=False)}
    assert found == {"payments/payment_request.yaml: key": "names", "costs/payment_request.yaml: key": "names"}


def test_a_folder_without_a_pack(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Invalid):
            check(path, company=False)
