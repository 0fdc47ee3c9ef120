"""The kinds of task, a closed list: they stand in clear, so they tell nothing that was said."""

DESTROY = "destroy"
# Set by hand; the last but one the software sets alone, when a consent ends after a file went out.
TASKS = ("write", "reach", "safety", "deadline", DESTROY, "other")
SET_BY_HAND = tuple(kind for kind in TASKS if kind != DESTROY)
