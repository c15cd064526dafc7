"""Listening histories from elsewhere: files that members bring, and services that are asked for them.

A file is a stranger's: it is read in a process of its own (:mod:`data.imports.worker`), entry by entry, under limits,
and nothing but counts comes back.
"""
