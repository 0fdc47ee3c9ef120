"""Finds words that may tell immigration status: nobody here asks for it, and what is not kept cannot be told.

Policy C5 and C6. Pure: text in, places out; nothing is stored, logged or sent.
"""

from havenline.unasked.finding import Found as Found
from havenline.unasked.finding import found_in as found_in
from havenline.unasked.finding import in_sight as in_sight
from havenline.unasked.finding import taken_out as taken_out
