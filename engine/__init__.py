"""Sound and numbers: no Discord, no database, no network. Arrays and paths in, arrays out."""
