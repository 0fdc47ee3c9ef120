"""Only what matters is asked, compared with trying everything."""
