"""A case as the wall sees it: what is relied on in it, and who may work on it."""
