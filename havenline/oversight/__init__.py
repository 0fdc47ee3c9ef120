"""The desk where somebody looks at how the gate is asked: questions drawn, alarms, canaries."""
