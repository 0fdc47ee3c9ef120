"""Who works here: accounts, roles, and the one function that says what each may do."""
