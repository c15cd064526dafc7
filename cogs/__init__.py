"""One file a group of commands: parse, call the bot's use case, show."""
