"""The desks of the filter attorney and the chief."""
