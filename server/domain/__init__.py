"""The rules, pure: values in, values out. Nothing here knows a clock, a disk, a network or a framework.

Every `*_at` is UTC in whole milliseconds since 1970-01-01 (`instant.py`), every `*_ms` a duration.
"""
