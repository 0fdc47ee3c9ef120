"""What the gate holds: an object with an owner and a clock, that a person decides and time never does."""
