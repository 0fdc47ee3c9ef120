"""What all tests share. The office itself is made in `tests/office.py`, before Django starts."""
