"""The demo: the same bot inside a simulated Discord, as one page on this machine. ``python -m bot.demo [--port N]``.

No token and no network are needed. The page is SimCord's preview: a server with one channel, three members whose
histories differ, and two conversations that were already held, by the members themselves, with the real bot.
"""
