"""The gate's desk: before a charge is filed, the office asks whether it promised not to."""
