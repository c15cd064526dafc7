"""The application: wires the rooms together and knows how to answer. Only :mod:`bot.services` picks implementations."""
