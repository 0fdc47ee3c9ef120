"""The pages of the portal: each one thing, complete without scripts, without a cookie before the code."""
