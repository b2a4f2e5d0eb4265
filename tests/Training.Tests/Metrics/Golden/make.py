#!/usr/bin/python3
"""Writes golden.json beside this file: what scikit-learn 1.2.1, scipy 1.10.1 and numpy 1.24.2 say of random and degenerate inputs.

Run it with Debian 12's python3-sklearn and python3-scipy. What these do not have (multiclass Brier, calibration error, Holm, expectations
of guessing) is worked out here in another way than the C# does: by one-hot matrices, by edges, by enumeration.
"""
import itertools
import json
import pathlib
import warnings

import numpy as np
from scipy import optimize, stats
from scipy.special import logsumexp
from sklearn import metrics

draw = np.random.RandomState(2026)
BINS = 15
EPS = np.finfo(float).eps


def labels(name, classes, truth, predictions):
    truth, predictions, every = np.asarray(truth), np.asarray(predictions), range(classes)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(truth, predictions, labels=every, zero_division=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of classes that are predicted and never occur
        return {
            "name": name, "classes": classes, "truth": truth, "predictions": predictions,
            "macroF1": metrics.f1_score(truth, predictions, average="macro", zero_division=0),
            "uar": metrics.balanced_accuracy_score(truth, predictions),
            "accuracy": metrics.accuracy_score(truth, predictions),
            "weightedF1": metrics.f1_score(truth, predictions, average="weighted", zero_division=0),
            "precision": precision, "recall": recall, "f1": f1,
            "confusion": metrics.confusion_matrix(truth, predictions, labels=every),
            "rates": metrics.confusion_matrix(truth, predictions, labels=every, normalize="true"),
        }


def probabilities(name, truth, p):
    truth, p = np.asarray(truth), np.asarray(p, float)
    classes = p.shape[1]
    confidence, hit = p.max(1), p.argmax(1) == truth
    upper = np.arange(1, BINS + 1) / BINS
    place = np.minimum(np.searchsorted(upper, confidence, side="left"), BINS - 1)
    bins = [place == i for i in range(BINS)]
    return {
        "name": name, "truth": truth, "probabilities": p,
        "logLoss": metrics.log_loss(truth, p, labels=range(classes)),
        "brier": brier(truth, p),
        "ece": sum(inside.mean() * abs(hit[inside].mean() - confidence[inside].mean()) for inside in bins if inside.any()),
        "counts": [inside.sum() for inside in bins],
        "confidences": [confidence[inside].mean() if inside.any() else 0 for inside in bins],
        "accuracies": [hit[inside].mean() if inside.any() else 0 for inside in bins],
    }


def brier(truth, p):
    if p.shape[1] == 2:
        return 2 * metrics.brier_score_loss(truth == 1, p[:, 1])
    return ((p - np.eye(p.shape[1])[truth]) ** 2).sum(1).mean()


def temperature(name, truth, p):
    logits = np.log(np.maximum(p, EPS))

    def loss(log_t):
        scaled = logits / np.exp(log_t)
        return (logsumexp(scaled, axis=1) - scaled[range(len(truth)), truth]).mean()

    def slope(log_t):
        return (loss(log_t + 1e-5) - loss(log_t - 1e-5)) / 2e-5

    root = optimize.brentq(slope, -3, 3, xtol=1e-13)
    return {"name": name, "truth": truth, "probabilities": p, "temperature": np.exp(root), "loss": loss(root)}


def wilcoxon(name, differences):
    differences = np.asarray(differences, float)
    kept = differences[differences != 0]
    exact = len(kept) <= 25
    tied = len(set(abs(kept))) < len(kept)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of small samples
        result = stats.wilcoxon(kept if exact else differences, method="exact" if exact and not tied else "approx")
    p = every_sign(kept, result.statistic) if exact and tied else result.pvalue
    return {"name": name, "differences": differences, "statistic": result.statistic, "p": p, "count": len(kept), "exact": exact}


def every_sign(differences, statistic):
    """Exact with ties, which scipy 1.10 is not: the rank sum of every possible row of signs, each as likely as the others."""
    sums = np.zeros(1)
    for rank in stats.rankdata(abs(differences)):
        sums = np.concatenate([sums, sums + rank])
    return np.float64(min(1, 2 * (sums <= statistic).mean()))


def holm(p):
    """Of the smallest α at which the step-down procedure still rejects, found test by test."""
    p = np.asarray(p, float)

    def rejected(alpha):
        out = np.zeros(len(p), bool)
        for step, test in enumerate(np.argsort(p, kind="stable")):
            if p[test] * (len(p) - step) > alpha:
                break
            out[test] = True
        return out

    levels = sorted({min(1.0, value * k) for value in p for k in range(1, len(p) + 1)} | {1.0})
    return {"p": p, "adjusted": [next(alpha for alpha in levels if alpha == 1 or rejected(alpha)[test]) for test in range(len(p))]}


def guessing(supports):
    """Every possible row of guesses, each as likely as the others."""
    truth = np.repeat(range(len(supports)), supports)
    f1 = np.mean([metrics.f1_score(truth, guess, labels=range(len(supports)), average=None, zero_division=0)
                  for guess in itertools.product(range(len(supports)), repeat=len(truth))], axis=0)
    return {"supports": supports, "macroF1": f1.mean(), "weightedF1": np.average(f1, weights=supports)}


def softmax(scale, clips, classes):
    logits = draw.randn(clips, classes) * scale
    return np.exp(logits - logsumexp(logits, axis=1)[:, None])


noisy = draw.randint(0, 8, 200)
random3 = softmax(1.5, 80, 3)
random8 = softmax(2, 120, 8)
right8 = np.array([draw.choice(8, p=p) for p in random8])
overconfident = random8 ** 2.5 / (random8 ** 2.5).sum(1)[:, None]
underflown = np.where(random8 < 0.02, 0, random8)
underflown /= underflown.sum(1)[:, None]
tied = np.array([[0.5, 0.5, 0], [0.25, 0.25, 0.5], [1 / 3, 1 / 3, 1 / 3], [0, 0.5, 0.5]])
golden = {
    "labels": [
        labels("random", 8, draw.randint(0, 8, 200), draw.randint(0, 8, 200)),
        labels("mostly right", 8, noisy, np.where(draw.rand(200) < 0.7, noisy, draw.randint(0, 8, 200))),
        labels("uneven classes", 3, draw.choice(3, 150, p=[0.8, 0.15, 0.05]), draw.choice(3, 150, p=[0.5, 0.3, 0.2])),
        labels("absent as truth and prediction", 8, [0, 1, 2, 3, 0, 1], [0, 1, 3, 3, 1, 1]),
        labels("predicted, never true", 4, [0, 0, 1, 1], [0, 3, 1, 1]),
        labels("true, never predicted", 4, [0, 1, 2, 3, 3], [0, 1, 2, 2, 1]),
        labels("one class alone, all right", 8, [3, 3, 3], [3, 3, 3]),
        labels("one class alone, all wrong", 8, [3, 3, 3], [4, 4, 5]),
        labels("everything called the same", 8, np.arange(32) % 8, np.zeros(32, int)),
        labels("all right", 8, np.arange(16) % 8, np.arange(16) % 8),
        labels("all wrong", 3, [0, 1, 2], [1, 2, 0]),
        labels("a single clip", 8, [7], [7]),
        labels("two classes", 2, draw.randint(0, 2, 50), draw.randint(0, 2, 50)),
    ],
    "probabilities": [
        probabilities("random, 3 classes", draw.randint(0, 3, 80), random3),
        probabilities("calibrated, 8 classes", right8, random8),
        probabilities("overconfident", right8, overconfident),
        probabilities("zero for the truth", right8, underflown),
        probabilities("perfect", np.arange(16) % 8, np.eye(8)[np.arange(16) % 8]),
        probabilities("certain and wrong", [0, 1, 2], np.eye(3)[[1, 2, 0]]),
        probabilities("uniform", np.arange(16) % 8, np.full((16, 8), 0.125)),
        probabilities("ties", [0, 1, 2, 1], tied),
        probabilities("on the edges of bins", [0, 0, 1, 1, 0], [[0.6, 0.4], [0.8, 0.2], [0.4, 0.6], [0.2, 0.8], [1, 0]]),
        probabilities("float32", right8, random8.astype(np.float32).astype(float)),
        probabilities("absent classes", draw.randint(0, 2, 60), softmax(1, 60, 8)),
        probabilities("one class alone", np.full(20, 2), softmax(1, 20, 4)),
        probabilities("a single clip", [1], [[0.3, 0.7]]),
        probabilities("two classes", draw.randint(0, 2, 80), softmax(1, 80, 2)),
    ],
    "temperatures": [
        temperature("calibrated", right8, random8),
        temperature("overconfident", right8, overconfident),
        temperature("underconfident", right8, random8 ** 0.4 / (random8 ** 0.4).sum(1)[:, None]),
        temperature("with zeros", right8, underflown),
    ],
    "wilcoxon": [
        wilcoxon("21 actors, no ties", draw.randn(21) * 0.05 + 0.02),
        wilcoxon("24 actors, a clear difference", draw.rand(24) + 0.01),
        wilcoxon("25, the last exact one", draw.randn(25)),
        wilcoxon("26, the first approximate one", draw.randn(26) + 0.3),
        wilcoxon("60", draw.randn(60) + 0.4),
        wilcoxon("200, far in the tail", draw.rand(200) - 0.05),
        wilcoxon("ties", draw.randint(-5, 8, 20) / 4),
        wilcoxon("ties and many", draw.randint(-5, 8, 60) / 4),
        wilcoxon("zeros without ties", [0, 0.1, -0.2, 0.3, 0.4, 0, 0.5, 0.6, -0.7]),
        wilcoxon("all ties of one sign", [1, 1, 1, 1, 1, 1]),
        wilcoxon("balanced", [1, -2, -3, 4]),
        wilcoxon("one", [0.2]),
        wilcoxon("two", [0.2, -0.1]),
    ],
    "holm": [
        holm([0.01, 0.04, 0.03, 0.005]),
        holm([0.5, 0.6]),
        holm([0.001]),
        holm([0.02, 0.02, 0.02]),
        holm(draw.rand(9) ** 4),
        holm([0, 1]),
    ],
    "guessing": [guessing([2, 2]), guessing([3, 1, 2]), guessing([1, 1, 1, 1]), guessing([5, 1]), guessing([3])],
    "normal": [{"z": z, "p": 2 * stats.norm.sf(z)} for z in [0, 1e-9, 0.1, 0.5, 1, 1.96, 2.5, 2.8284, 2.829, 3, 4, 6, 8, 12, 30]],
    "percentiles": [{"values": values, "low": np.percentile(values, 2.5), "high": np.percentile(values, 97.5)}
                    for values in (draw.randn(2000), draw.randn(7), np.array([3.0]), np.array([1.0, 1.0, 2.0]))],
}


def plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value.item()


lines = [f'  {json.dumps(key)}: [\n    ' + ",\n    ".join(json.dumps(case, default=plain) for case in cases) + "\n  ]"
         for key, cases in golden.items()]
pathlib.Path(__file__).with_name("golden.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
