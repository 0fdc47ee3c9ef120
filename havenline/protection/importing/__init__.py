"""Victims and witnesses from the office's case system: protected by the same act as anybody else.

C1 needs no report, and most victims are known from the office's own files.
"""
