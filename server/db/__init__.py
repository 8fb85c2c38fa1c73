"""The centre's database: tables, the writer, queries by subject, migrations."""
