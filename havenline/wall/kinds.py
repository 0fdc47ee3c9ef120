"""The kinds of things the office may hold, in the case file's words (`evidence.kind`); plain Python."""

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
