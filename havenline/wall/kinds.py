"""The kinds of things the office may hold, in the case file's words, and what a source may rest on."""

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
# anyway, which C3 ("in any manner") does not let count.
BASES = ("held_before", "other_agency", "other_person", "public", "entered_by_mistake")
