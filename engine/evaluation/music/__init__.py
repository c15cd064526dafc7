"""Tempo and key against sounds whose answer is known, against librosa, and against what is published."""
