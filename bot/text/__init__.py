"""What the bot says: one package a language, with the same modules and functions in each. English is the first."""
