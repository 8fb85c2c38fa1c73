"""What citizens said, for those who may see it: scores, comments, corrections, findings, and who looked."""
