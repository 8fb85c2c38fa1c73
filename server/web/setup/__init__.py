"""The set-up: the wizard of the first start, the pages of the centre file, devices, pictures and procedures."""
