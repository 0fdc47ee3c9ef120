"""What the ledger is, said to outsiders: signed checkpoints, proofs of entries, and who else saw it grow.

`verifier` is one file on its own, handed to outsiders; it imports nothing of this house.
"""
