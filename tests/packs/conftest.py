from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import quiet


@pytest.fixture(autouse=True, scope="module")
def _nobody_looks_into_files() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        quiet.nobody_looks_into_files(patch)
        yield
