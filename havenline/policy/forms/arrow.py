"""Arrow arrays as columns without copying: Parquet's dictionaries are look-up tables, its bits are rails."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from havenline.policy.forms.columns import Bits, Column, Flags


def from_arrow(array: pa.Array) -> Column | Flags:
    """A column of one fact: text (dictionary-encoded or not), Boolean, day or whole number; null is unknown.

    Raises TypeError for an array of another type.
    """
    if pa.types.is_boolean(array.type):
        return _flags(array)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    values = tuple(_told(value) for value in array.dictionary.to_pylist())
    codes = array.indices
    if codes.null_count:
        # What an index says where the value is null is nobody's promise.
        known = _bits(codes.buffers()[0], codes.offset, len(codes))
        filled = codes.fill_null(0).to_numpy(zero_copy_only=False)
        return Column(filled, values or (None,), known)
    return Column(codes.to_numpy(), values or (None,))


def _flags(array: pa.Array) -> Flags:
    validity, bits = array.buffers()
    known = _bits(validity, array.offset, len(array)) if array.null_count else None
    return Flags(_bits(bits, array.offset, len(array)), len(array), known)


def _bits(buffer: pa.Buffer, offset: int, rows: int) -> Bits:
    bits = np.frombuffer(buffer, dtype=np.uint8)
    if offset % 8 == 0:
        return bits[offset // 8 : (offset + rows + 7) // 8]
    unpacked = np.unpackbits(bits, bitorder="little")[offset : offset + rows]
    return np.packbits(unpacked, bitorder="little")


def _told(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (str, int)) or value is None:
        return value
    raise TypeError(type(value).__name__)
