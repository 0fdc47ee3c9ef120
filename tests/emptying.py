"""Lets tests with transactions of their own empty a database whose ledger refuses to be emptied."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from havenline.ledger import triggers


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests() -> Iterator[None]:
    teardown = TransactionTestCase._fixture_teardown

    def emptied(case: TransactionTestCase) -> None:
        with triggers.lifted(connection):
            teardown(case)

    TransactionTestCase._fixture_teardown = emptied
    yield
    TransactionTestCase._fixture_teardown = teardown
