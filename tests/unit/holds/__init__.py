"""Holds: states, clocks, calls, and who decides."""
