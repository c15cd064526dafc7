"""Where songs that the catalogue does not know are found and heard: sources behind one protocol, in one chain."""
