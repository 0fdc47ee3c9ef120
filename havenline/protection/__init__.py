"""Who is protected, on which closed facts, and what the gate may answer."""
