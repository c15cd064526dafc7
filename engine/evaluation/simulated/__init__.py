"""Simulated members: listeners of HetRec replayed like by like, to see when which signal finds what they play."""
