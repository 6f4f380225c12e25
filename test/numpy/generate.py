"""Writes cases of operations, with values and derivatives by NumPy, SciPy and mpmath.

    python3 generate.py               the files of this folder: one case of each kind that is not long
    python3 generate.py FOLDER [FAMILY...]    all cases; npm run golden -- FOLDER runs them in all modes
"""

import importlib
import os
import sys

from cases import Corpus

FAMILIES = ["elementwise", "reduction", "shape", "padding", "indexing", "contraction", "conv", "linalg", "fft", "edges"]
LONGEST = {"conv": 1300, "linalg": 1000, "edges": 4500}

if __name__ == "__main__":
    whole = len(sys.argv) > 1
    folder = sys.argv[1] if whole else os.path.dirname(os.path.abspath(__file__))
    os.makedirs(folder, exist_ok=True)
    for name in sys.argv[2:] or FAMILIES:
        corpus = Corpus(name)
        importlib.import_module(name).make(corpus)
        count = corpus.write(f"{folder}/{name}.json", None if whole else LONGEST.get(name, 650))
        print(name, count, "of", len(corpus.cases))
