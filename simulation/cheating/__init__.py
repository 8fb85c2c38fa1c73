"""Officers' fortnights on paper, honest and cheating, against which the detectors are measured."""
