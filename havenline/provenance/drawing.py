"""Places a reason in a picture: what was given on the left, the item on the right, and lines between them."""

from __future__ import annotations

from dataclasses import dataclass

from havenline.wall.explain import Reason, Step

WIDTH, HEIGHT = 124, 48  # of a box
ACROSS, DOWN, EDGE = 40, 24, 4  # between boxes, and around the picture
MOST = 40  # steps; a larger reason is told in words alone


@dataclass(frozen=True, slots=True)
class Box:
    """One item in the picture, by its upper left corner."""

    x: int
    y: int
    ref: str
    kind: str
    is_given: bool
    is_asked: bool

    @property
    def middle(self) -> int:
        """Where text and lines meet the box."""
        return self.y + HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture; lines as points "x,y x,y", from what led to what was found through it."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[str]


def drawn(reason: Reason, kinds: dict[str, str]) -> Picture | None:
    """The picture of a reason; None where it is too large to look at. kinds: word -> as the page says it."""
    if len(reason.steps) > MOST:
        return None
    columns = _columns(reason)
    deepest = max(columns.values())
    rows: dict[int, int] = {}
    boxes: dict[int, Box] = {}
    for step in reason.inward():
        column = columns[step.number]
        row = rows.get(column, 0)
        rows[column] = row + 1
        boxes[step.number] = _box(step, column, row, kinds=kinds, is_asked=step.number == reason.first)
    return Picture(
        width=2 * EDGE + (deepest + 1) * WIDTH + deepest * ACROSS,
        height=2 * EDGE + max(rows.values()) * (HEIGHT + DOWN),
        boxes=list(boxes.values()),
        lines=[
            _line(boxes[parent], boxes[step.number]) for step in reason.inward() for parent in step.through
        ],
    )


def _line(left: Box, right: Box) -> str:
    """From box to box; over more than one column it runs below the row, so that no box hides it."""
    start, end = (left.x + WIDTH, left.middle), (right.x, right.middle)
    points = [start, end]
    if end[0] - start[0] > ACROSS:
        below = left.y + HEIGHT + DOWN // 2
        points = [start, (start[0] + ACROSS // 2, below), (end[0] - ACROSS // 2, below), end]
    return " ".join(f"{x},{y}" for x, y in points)


def _columns(reason: Reason) -> dict[int, int]:
    """Item -> its column: 0 for what was given, each other to the right of all it stands on."""
    found: dict[int, int] = {}

    def column(number: int) -> int:
        if number not in found:
            through = reason.steps[number].through
            found[number] = 1 + max(column(one) for one in through) if through else 0
        return found[number]

    column(reason.first)
    return found


def _box(step: Step, column: int, row: int, *, kinds: dict[str, str], is_asked: bool) -> Box:
    return Box(
        x=EDGE + column * (WIDTH + ACROSS),
        y=EDGE + row * (HEIGHT + DOWN),
        ref=step.ref,
        kind=kinds.get(step.kind, step.kind),
        is_given=step.is_given,
        is_asked=is_asked,
    )
