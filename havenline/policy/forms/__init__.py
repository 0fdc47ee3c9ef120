"""The other forms of a pack: the same condition tree as Python, bit masks, SQL and formulas.

`havenline.policy.decide` stays the meaning; nothing here is needed for a single decision with its reasons. A
form answers a case without evidence items: every clause, and the questions asked of it. What is outside is
said in docs/decisions/policy-forms.md and answered by the interpreter (`many.py`).
"""
