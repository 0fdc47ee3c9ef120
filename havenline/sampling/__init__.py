"""Keeps the gate from being an oracle: neutral holds, quotas, canaries, and a second look at questions."""
