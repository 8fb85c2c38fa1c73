"""The physical parts, each behind a small Protocol, each with its simulator beside it."""
