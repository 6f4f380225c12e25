"""Writes the cases of this folder: python3 generate.py [folder [family...]]. Needs NumPy and SciPy."""

import importlib
import os
import sys

from cases import Corpus

FAMILIES = ["elementwise", "reduction", "shape", "padding", "indexing", "contraction", "conv", "linalg", "fft"]

if __name__ == "__main__":
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    os.makedirs(folder, exist_ok=True)
    for name in sys.argv[2:] or FAMILIES:
        corpus = Corpus(name)
        importlib.import_module(name).make(corpus)
        corpus.write(folder)
        print(name, len(corpus.cases))
