"""Simulated citizens and officers: what they mean to do (planning), how they go on (play), and who does it for them."""
