"""Cold start by sound: what is known of an artist whom nobody has played yet, from clips alone."""
