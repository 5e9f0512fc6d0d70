"""The routes of the model are such as our own validation takes, so they are no idle play."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from marshrut.definitions.schema.pack import Pack
from marshrut.definitions.validation import graph, names
from tests.support import definitions
from tests.support.parts import Part


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(definitions.papers())
def test_validation_takes_every_random_route(paper: Part) -> None:
    pack = Pack.model_validate(definitions.pack(paper))
    assert [str(finding.message) for finding in names.check(pack, frozenset({"errand"}))] == []
    assert [str(finding.message) for finding in graph.check(pack)] == []
