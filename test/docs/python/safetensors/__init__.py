"""Stands in for the package safetensors, which Debian's Python need not have."""
