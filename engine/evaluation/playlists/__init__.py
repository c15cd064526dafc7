"""Continuing playlists: ten tracks for each, judged as the challenge of the Politecnico di Milano judged them."""
