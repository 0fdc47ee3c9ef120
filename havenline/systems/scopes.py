"""What an outside system may do: one table, asked by the API's door alone."""

from __future__ import annotations

from collections.abc import Mapping

SCREENINGS = "screenings:write"
PROTECTIONS = "protections:write"
CASES = "cases:write"

# Scope -> what a token of it lets a system do. A token has one scope, so that a leaked one does one thing.
SCOPES: Mapping[str, str] = {
    SCREENINGS: "Ask the gate for a deputy, and fetch the answers to what it asked by this token.",
    PROTECTIONS: "Enter victims and witnesses as protected. Nothing can be read by it.",
    CASES: "Tell case numbers, their days and whether they are open. Nothing can be read by it.",
}
