"""Who somebody is and how they come in: logging in, passwords, second factors, sessions, people."""
