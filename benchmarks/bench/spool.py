"""Counts the usage records in the gateway's spool, to show that the run metered what it answered."""

import struct
from pathlib import Path

HEADER = struct.Struct("<iI")  # length and CRC-32C of a record; each begins at a multiple of eight, length 0 = the end


def count_records(folder: Path):
    """Whole records of every segment."""
    return sum(_count(segment.read_bytes()) for segment in folder.glob("*.spool"))


def _count(data):
    records, at = 0, 0
    while at + HEADER.size < len(data):
        length, _ = HEADER.unpack_from(data, at)
        if length <= 0:
            break
        records += 1
        at = (at + HEADER.size + length + 7) & ~7
    return records
