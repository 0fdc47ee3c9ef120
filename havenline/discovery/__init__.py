"""The one door out: every request for what the office may hold, decided by the policy, answered by a letter.

Nothing is asked of any report: a request is decided on its own closed facts, with all about a person unknown.
So neither the answer nor the letter tells whether the office holds anything.
"""
