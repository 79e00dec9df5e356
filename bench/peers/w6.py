"""W6 (bench/w6/README.md) in Python: a SortedDict of price -> deque, lazy cancels, prices and quantities Decimal."""
import json
import resource
import sys
from collections import deque
from decimal import Decimal

from harness import timed, version
from sortedcontainers import SortedDict

LIMIT, CANCEL, MARKET = range(3)
MASK = (1 << 64) - 1


def splitmix(seed, k):
    z = (seed + (k + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def stream(n):
    """(kind, buys, price, quantity, target) of each operation."""
    operations = []
    for i in range(n):
        a, b, c = (splitmix(7, 3 * i + k) for k in range(3))
        chance, buys = a % 100, (a >> 8) & 1
        kind = LIMIT if chance < 60 else CANCEL if chance < 85 else MARKET
        depth = min(((c >> (16 * k)) & 0xFFFF) % 60 for k in range(3))
        price = 10_003 - depth if buys else 9_997 + depth
        operations.append((kind, buys, Decimal(price), Decimal(1 + b % 100), b % max(i, 1)))
    return operations


def play(operations):
    bids, asks = SortedDict(), SortedDict()  # bids by -price: the best is first
    resting, tape, zero = {}, [], Decimal(0)
    for i, (kind, buys, price, left, target) in enumerate(operations):
        if kind == CANCEL:
            order = resting.pop(target, None)
            if order is not None:
                order[1] = zero
            continue
        book = asks if buys else bids
        while left and book:
            key, queue = book.peekitem(0)
            level = key if buys else -key
            if kind == LIMIT and (level > price if buys else level < price):
                break
            while left and queue:
                order = queue[0]
                have = order[1]
                if not have:
                    queue.popleft()
                    continue
                quantity = have if have < left else left
                left -= quantity
                order[1] = have - quantity
                tape.append((order[0], i, level, quantity))
                if not order[1]:
                    queue.popleft()
                    resting.pop(order[0], None)
            if not queue:
                del book[key]
        if kind == LIMIT and left:
            own, key = (bids, -price) if buys else (asks, price)
            order = [i, left]
            resting[i] = order
            queue = own.get(key)
            if queue is None:
                own[key] = deque((order,))
            else:
                queue.append(order)
    return tape, sum(order[1] for order in resting.values())


if __name__ == "__main__":
    _, _, count, repetitions = sys.argv[1:]
    operations = stream(int(count))
    (tape, open_lots), runs = timed(lambda: play(operations), int(repetitions))
    json.dump({
        "version": version("sortedcontainers"),
        "runs": runs,
        "peakRssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "fills": [[taker * 2**20 + maker, "B" if operations[taker][1] else "S", int(level), int(quantity)] for maker, taker, level, quantity in tape],
        "finalEquity": str(open_lots),
    }, sys.stdout)
