"""The command line: one file per subcommand, each importing what it needs when it is called."""
