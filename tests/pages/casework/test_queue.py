"""The queue shows what waits, page by page, and not a word of what was said."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from havenline.casework import queries
from havenline.reporting.models import Report
from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall.models import Item
from tests.pages.casework.conftest import send
from tests.people import Office

QUEUE = "/desk/reports/"


def references(page: str) -> list[str]:
    return re.findall(r'<a href="/desk/reports/(R-[0-9A-Z]{6})/"', page)


def a_hundred_and_twenty_reports() -> None:
    """Rows only: the queue opens nothing."""
    today = timezone.localdate()
    for number in range(120):
        item = Item.objects.create(ref=f"W-{number:05}", kind="own_statement")
        Report.objects.create(
            reference=f"R-{number * 7919 % 1000:06}", subject=Subject.objects.create(), item=item,
            locator=number.to_bytes(32), day=today - timedelta(days=number // 9), language="en",
            size_bucket="short", sealed_words=b"", sealed_about=b"", sealed_facts=b"",
        )  # fmt: skip


def test_an_empty_queue_says_what_will_come(vera_at_work: Client) -> None:
    page = vera_at_work.get(QUEUE)
    assert page.status_code == 200
    assert "Reports will stand here" in page.content.decode()


def test_the_queue_shows_no_word_of_a_report(vera_at_work: Client, report: Report) -> None:
    page = vera_at_work.get(QUEUE).content.decode()
    assert references(page) == [report.reference]
    for part in ("door", "Marigold", "Folsom", "obbery", str(report.id)):
        assert part not in page


def test_a_report_is_new_then_read_then_answered(vera_at_work: Client, vera: Member, report: Report) -> None:
    def state() -> tuple[str, int]:
        return queries.page("newest").rows[0].state, vera.places[0].count

    assert state() == ("new", 1)
    vera_at_work.post(f"{QUEUE}{report.reference}/", {"purpose": "first_reading"})
    assert state() == ("waiting", 0)
    vera_at_work.post(f"{QUEUE}{report.reference}/answer/", {"purpose": "answer", "words": "We read it."})
    assert state() == ("answered", 0)
    assert "Answered" in vera_at_work.get(QUEUE).content.decode()


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_every_report_is_on_one_page_exactly(office: Office, vera_at_work: Client, order: str) -> None:
    a_hundred_and_twenty_reports()
    seen: list[str] = []
    further = f"?order={order}"
    while further:
        page = vera_at_work.get(QUEUE + further).content.decode()
        seen += references(page)
        link = re.search(r'class="quiet" href="(\?order=[^"]+)"', page)
        further = link[1].replace("&amp;", "&") if link else ""
    by_day = Report.objects.order_by("day", "reference").values_list("reference", flat=True)
    assert seen == list(by_day if order == "oldest" else reversed(by_day))


def test_a_report_that_comes_in_moves_no_page(office: Office, vera_at_work: Client) -> None:
    a_hundred_and_twenty_reports()
    first = queries.page("newest")
    before = queries.page("newest", after=first.after).rows
    send()
    assert queries.page("newest", after=first.after).rows == before


@pytest.mark.parametrize("after", ["x", "2026-13-01.R-000000", "'; drop table", "9" * 500, "2026-01-01"])
def test_a_place_nobody_named_is_no_fault(vera_at_work: Client, report: Report, after: str) -> None:
    assert vera_at_work.get(QUEUE, {"after": after}).status_code == 200


def test_a_page_costs_the_same_for_any_number(
    office: Office, vera_at_work: Client, django_assert_max_num_queries: object
) -> None:
    a_hundred_and_twenty_reports()
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        vera_at_work.get(QUEUE)
