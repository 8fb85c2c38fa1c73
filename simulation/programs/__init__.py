"""The programs as the simulation starts them: unchanged, but with a control socket and a stepped clock."""
