"""What people and devices can do: one verb a file, one transaction each.

An action gets a `Work` (connection, journal time, centre), decides by the rules of `server/domain`, records
its events and returns the answer. The writer commits; an action does no other I/O.
"""
