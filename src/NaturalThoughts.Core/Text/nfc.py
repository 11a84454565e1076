"""Writes nfc.txt, the data of Nfc, and the vectors its tests hold it to.

usage: python3 nfc.py data > nfc.txt
       python3 nfc.py vectors > ../../../tests/NaturalThoughts.Core.Tests/Text/nfc-vectors.txt
"""

import random
import sys
import unicodedata

POINTS = [p for p in range(0x110000) if not 0xD800 <= p <= 0xDFFF and not 0xAC00 <= p <= 0xD7A3]


def hexed(text):
    return " ".join(f"{ord(char):04X}" for char in text)


def decomposition(point):
    """The canonical one, a single step: one or two characters, or none."""
    text = unicodedata.decomposition(chr(point))
    return "" if text.startswith("<") else "".join(chr(int(part, 16)) for part in text.split())


def data():
    print(f"# Canonical composition, Unicode {unicodedata.unidata_version}; written by nfc.py.")
    print("# class first last: combining class of a range")
    run = None
    for point in POINTS + [0x110000]:
        kind = unicodedata.combining(chr(point)) if point < 0x110000 else 0
        if run and (kind != run[0] or point != run[2] + 1):
            print(f"{run[0]} {run[1]:04X} {run[2]:04X}")
            run = None
        if kind:
            run = (kind, run[1] if run else point, point)
    print("# composed = parts: the parts compose again; composed > parts: they do not")
    for point in POINTS:
        if parts := decomposition(point):
            again = unicodedata.normalize("NFC", chr(point)) == chr(point)
            print(f"{point:04X} {'=' if again else '>'} {hexed(parts)}")


def vectors():
    print(f"# text;its NFC, in code points; Unicode {unicodedata.unidata_version}, by Python's unicodedata; written by nfc.py.")
    chance = random.Random(15)
    composed = [chr(point) for point in POINTS if decomposition(point)]
    marks = [chr(point) for point in POINTS if unicodedata.combining(chr(point))]
    second = sorted({decomposition(ord(char))[-1] for char in composed})
    jamo = [chr(point) for first, count in ((0x1100, 19), (0x1161, 21), (0x11A8, 27), (0xAC00, 300)) for point in range(first, first + count)]
    plain = list("aeiouAOs ") + [chr(point) for point in (0x3B1, 0x915, 0x9C7, 0xB47, 0x1025, 0x3B7, 0x1D157, 0x110A5, 0x338, 0x4E00, 0x1F600)]
    texts = composed + [char + mark for char in composed[::29] for mark in second[::20]]
    for _ in range(1200):
        kinds = chance.choices([composed, marks, second, jamo, plain], weights=[2, 3, 3, 2, 2], k=chance.randint(1, 8))
        texts.append("".join(chance.choice(kind) for kind in kinds))
    for text in dict.fromkeys(texts):
        print(f"{hexed(text)};{hexed(unicodedata.normalize('NFC', text))}")


{"data": data, "vectors": vectors}[sys.argv[1]]()
