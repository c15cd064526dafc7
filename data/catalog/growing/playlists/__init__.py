"""Playlists as files: M3U, CSV, JSPF and XSPF. Each reader turns text into entries, and reports what it cannot read."""
