"""``python -m classifiers.build`` makes the models of the shipped comments anew: ``classifiers/data/*.npz``."""

from __future__ import annotations

from classifiers.storage import SHIPPED, save
from classifiers.training import train_shipped

if __name__ == "__main__":
    for meaning in (False, True):
        save(train_shipped(meaning=meaning), SHIPPED)
