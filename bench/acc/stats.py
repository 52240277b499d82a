"""Counting: precision, recall, F1; thresholds; calibration. All in plain arithmetic over (score, label) pairs."""
import random

THRESHOLDS = [t / 100 for t in (50, 60, 70, 80, 90, 92, 93, 94, 95, 97)]   # closer where a step of the score stands for much evidence
COLUMNS = ["n", "TP", "FP", "TN", "FN", "P", "R", "F1"]


def prf(cases):
    """cases: (said to match, does match). The cells of COLUMNS; None where a quotient has no divisor."""
    tp = sum(s and t for s, t in cases)
    fp = sum(s and not t for s, t in cases)
    fn = sum(not s and t for s, t in cases)
    p = tp / (tp + fp) if tp + fp else None
    r = tp / (tp + fn) if tp + fn else None
    return [len(cases), tp, fp, len(cases) - tp - fp - fn, fn, p, r, 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else None]


def f1(scored, threshold):
    """scored: (score, does match)."""
    return prf([(s >= threshold, t) for s, t in scored])[7] or 0.0


def sweep(scored, thresholds=None):
    return [(f"{t:.2f}", *prf([(s >= t, m) for s, m in scored])) for t in thresholds or THRESHOLDS]


def best_threshold(scored):
    """The threshold of 0.30, 0.31, ... 0.95 with the best F1; of equals the middle one."""
    f = {t: f1(scored, t / 100) for t in range(30, 96)}
    top = [t for t in f if f[t] == max(f.values())]
    return top[len(top) // 2] / 100


def split_half(scored, default, rounds=40, seed=1):
    """How much of the F1 is owed to the choice of the threshold? Tuned on a random half, counted on the other: means over rounds of
    (tuned threshold, its F1 on the half it was tuned on, on the other half, F1 of the default threshold on that other half)."""
    rng, sums = random.Random(seed), [0.0] * 4
    for _ in range(rounds):
        mixed = scored[:]
        rng.shuffle(mixed)
        a, b = mixed[:len(mixed) // 2], mixed[len(mixed) // 2:]
        t = best_threshold(a)
        for i, v in enumerate((t, f1(a, t), f1(b, t), f1(b, default))):
            sums[i] += v / rounds
    return sums


def isotonic(scored):
    """The rising step function that is nearest to the labels in the sense of squares, by pooling neighbours that are out of order
    (Ayer and others 1955). Returns score -> share of true."""
    blocks = []   # [sum of labels, count, greatest score]
    for s, t in sorted(scored):
        blocks.append([float(t), 1, s])
        while len(blocks) > 1 and (blocks[-2][2] == blocks[-1][2] or blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]):
            total, n, top = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + n, top]
    return lambda score: next((b[0] / b[1] for b in blocks if score <= b[2]), blocks[-1][0] / blocks[-1][1])


def deciles(predicted, smallest=20):
    """predicted: (share of true that is said, label). Rows (bin, n, mean said, share seen, difference), and the greatest difference among bins
    of at least `smallest` pairs: with fewer, chance alone moves a share by more than a tenth."""
    rows, worst = [], 0.0
    for d in range(10):
        inside = [(p, t) for p, t in predicted if min(int(p * 10), 9) == d]
        if not inside:
            continue
        said, seen = sum(p for p, _ in inside) / len(inside), sum(t for _, t in inside) / len(inside)
        rows.append((f"{d / 10:.1f} to {(d + 1) / 10:.1f}", len(inside), said, seen, seen - said))
        if len(inside) >= smallest:
            worst = max(worst, abs(seen - said))
    return rows, worst
