"""What ``python -m data.catalog`` can do, a file for each group of commands."""
