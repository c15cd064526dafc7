"""The networks, one file each, readable top to bottom."""
