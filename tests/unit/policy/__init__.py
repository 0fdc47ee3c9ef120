"""The engine that reads the promise."""
