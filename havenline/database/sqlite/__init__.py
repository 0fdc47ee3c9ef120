"""SQLite with durable commits and a fair queue of writers."""
