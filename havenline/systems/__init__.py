"""Outside systems of the office's own, such as its case system: what each may do, by which token, and how.

A room that offers something to them has an `api.py` with a router; `havenline/urls.py` puts it into the API.
"""
