"""The staff side of a report: the queue, opening for a purpose, answering, and what was found through it."""
