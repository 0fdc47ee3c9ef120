"""Logs tell where the code failed, never what a person wrote."""

from __future__ import annotations

import logging
import traceback


class PlaceFormatter(logging.Formatter):
    """Writes level, logger and, for an exception, its class and the lines of code; no message, no values.

    The message of an exception can hold what a person typed (a database driver quotes its parameters, a
    parser its input), and a log outlives every key. The place in the code is enough to mend a fault.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One record as text: `LEVEL logger template`, then the frames of the exception if there is one."""
        # `record.msg` is the template written in code; the arguments may be a person's and stay out.
        lines = [
            f"{record.levelname} {record.name} {record.msg if isinstance(record.msg, str) else ''}".rstrip()
        ]
        fault = record.exc_info[1] if record.exc_info else None
        while fault is not None:
            lines.append(f"  {type(fault).__module__}.{type(fault).__qualname__}")
            lines += [
                f"    {frame.filename}:{frame.lineno} in {frame.name}"
                for frame in traceback.extract_tb(fault.__traceback__)
            ]
            fault = fault.__cause__ or fault.__context__
        return "\n".join(lines)
