"""The desks of the filter attorney and the chief: look behind the wall, decide what was held."""
