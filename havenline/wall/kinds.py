"""Closed words of the wall: kinds of things held, what a source may rest on, what exposes; plain Python."""

# In the case file's words (`evidence.kind`).
KINDS = (
    "own_statement",
    "own_testimony",
    "third_party_statement",
    "physical",
    "document",
    "device_data",
    "metadata",
    "video",
    "warrant",
    "undercover_record",
    "observation",
    "dna_reference",
    "dna_match",
    "other",
)

# On what a source may rest that owes nothing to the person. Not among them: that the office would have found
# it anyway, which C3 ("in any manner") does not let count.
BASES = ("held_before", "other_agency", "other_person", "public", "entered_by_mistake")

# What exposes whoever opened or wrote it to the person it is about: a report with its thread, a protection
# entered by staff, a possible match that shows the person's names, parts of a report handed over.
THROUGH = ("report", "protection", "match", "handover")
