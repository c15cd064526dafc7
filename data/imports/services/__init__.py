"""Services that are asked for a member's listening history: one file each, one protocol, one place that opens them."""
