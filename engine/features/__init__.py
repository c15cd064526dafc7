"""What a network sees of a sound."""
