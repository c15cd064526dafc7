"""How well listening history foretells what else is played, on a public data set with published results."""
