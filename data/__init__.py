"""What lasts and what comes from outside: songs, vectors, what members did. No Discord here."""
