"""`havenline ledger verify` says whether the log is whole, in words, in JSON and by its exit."""

import json

import pytest
from click.testing import CliRunner
from django.db import connection

from havenline.cli import main
from havenline.ledger import triggers
from havenline.ledger.models import Node

from .acting import fill

pytestmark = pytest.mark.django_db


def test_a_whole_log_exits_with_nothing() -> None:
    fill(4)
    told = CliRunner().invoke(main, ["ledger", "verify"])
    assert told.exit_code == 0
    assert "The ledger is whole." in told.output
    assert "entries      4" in told.output


def test_a_changed_log_exits_with_one_and_says_where() -> None:
    fill(4)
    with triggers.lifted(connection):
        Node.objects.filter(place=3).update(hash=bytes(32))
    told = CliRunner().invoke(main, ["ledger", "verify"])
    assert told.exit_code == 1
    assert "The ledger was changed." in told.output
    assert "found: the tree node at place `3`" in told.output


def test_the_same_is_told_in_json() -> None:
    fill(3)
    told = CliRunner().invoke(main, ["ledger", "verify", "--format", "json"])
    found = json.loads(told.output)
    assert told.exit_code == 0
    assert (found["whole"], found["entries"], found["faults"]) == (True, 3, [])
    assert len(bytes.fromhex(found["root"])) == 32
