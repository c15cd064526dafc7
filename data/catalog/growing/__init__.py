"""Growing the catalogue: from folders of music, playlists, charts and published datasets."""
