"""The dated tables the parser reads: codes, sections, grades, listings, each row with its source and mark."""
