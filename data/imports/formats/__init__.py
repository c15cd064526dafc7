"""One file a format, one protocol, and the list of all in the order in which they are tried."""
