"""Sister laws as packs: each case of each pack is decided as it says."""
