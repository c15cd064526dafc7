"""What somebody likes, seen whole: its sides, its shares of genres and moods, and how alike two tastes are."""
