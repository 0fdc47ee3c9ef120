"""Policies as data: one folder each, read by `havenline.policy.load`."""
