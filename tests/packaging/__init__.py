"""The set-up scripts and what they install."""
