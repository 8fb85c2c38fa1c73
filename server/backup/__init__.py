"""Verified copies of the centre's database: made, checked, thinned out, and put back in place of a lost one."""
