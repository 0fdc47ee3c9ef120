"""The report for a court on where a matter's items came from, who read what when, and what was held before.

Kastigar v. United States, 406 U.S. 441, 460 (1972) [secondary source]: who compelled a statement shows that
the evidence has a source wholly independent of it. C3 takes the same burden on.
"""
