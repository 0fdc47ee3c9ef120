"""Who can read: envelopes, keys, codes, grants and sessions. The only room that does cryptography.

Nothing here is imported on its own, so that the pure modules can be used where there is no Django; take
`Keyring`, `DataKey` and `Unlocked` from `vault.keys`, the rows from `vault.models`, what is refused from
`vault.errors`.
"""
