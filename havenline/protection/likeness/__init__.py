"""How alike two people's names and days of birth are, in the languages of San Francisco.

Nothing here finds anybody for certain: it finds whom a filter attorney has to look at.
"""
