"""Keeps an office restorable: sealed parts that open nothing apart, and the way back from them."""
