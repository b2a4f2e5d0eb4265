#!/usr/bin/python3
"""Prints the golden values of ConfusionMatrixTests and ClassWeightsTests: scikit-learn 1.2.1, one test case a line."""
import numpy as np
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score, precision_recall_fscore_support
from sklearn.utils.class_weight import compute_class_weight

draw = np.random.RandomState(7)
noisy = draw.randint(0, 8, 60)
cases = {
    "random": (draw.randint(0, 8, 60), draw.randint(0, 8, 60)),
    "mostly right": (noisy, np.where(draw.rand(60) < 0.7, noisy, draw.randint(0, 8, 60))),
    "one class is never predicted": (np.array([0, 1, 2, 3, 0, 1, 2, 3]), np.array([0, 1, 2, 2, 0, 0, 2, 2])),
    "a class is predicted that never occurs": (np.array([0, 0, 1, 1]), np.array([0, 5, 1, 1])),
    "one class alone, all right": (np.array([3, 3, 3]), np.array([3, 3, 3])),
    "one class alone, all wrong": (np.array([3, 3, 3]), np.array([4, 4, 4])),
    "everything is called the same": (np.arange(16) % 8, np.zeros(16, int)),
    "a single clip": (np.array([7]), np.array([7])),
}
for name, (truth, predictions) in cases.items():
    macro = f1_score(truth, predictions, average="macro", zero_division=0)
    uar = balanced_accuracy_score(truth, predictions) if set(predictions) <= set(truth) else \
        np.mean([np.mean(predictions[truth == label] == label) for label in set(truth)])  # sklearn warns, and gives the same
    precision, recall, f1, _ = precision_recall_fscore_support(truth, predictions, labels=range(8), zero_division=0)
    print(f'        new("{name}", "{"".join(map(str, truth))}", "{"".join(map(str, predictions))}",')
    print(f'            {macro:.12g}, {uar:.12g}, {accuracy_score(truth, predictions):.12g},')
    rows = [", ".join(f"{value:.12g}" for value in values) for values in (precision, recall, f1)]
    print("            [" + "],\n            [".join(rows) + "]),")

labels = np.repeat(range(8), [76, 152, 152, 150, 152, 152, 140, 152])
print(", ".join(f"{weight:.12g}" for weight in compute_class_weight("balanced", classes=np.arange(8), y=labels)))
