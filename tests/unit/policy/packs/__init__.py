"""Packs listed, shown, compared and signed."""
