"""What each clause promises, as cases."""
