"""The sample list of procedures, as a kiosk has it on its shelf."""

from pathlib import Path

from procedures.reading import read_procedures

SAMPLE = read_procedures((Path(__file__).parents[2] / "server/sample_procedures.json").read_bytes()).procedures
