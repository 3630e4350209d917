"""Looping calls of oslo.service on eventlet: so many, at first idle, then at an interval.

Usage: oslo_timers.py TIMERS INTERVAL_MS WARM_UP_S SECONDS. Prints what they cost, one figure a line.
"""
import eventlet
eventlet.monkey_patch()

import gc
import sys
import time

from oslo_service import loopingcall

BUCKET_S = 0.0001
counts = {}


def resident_bytes():
    with open('/proc/self/smaps_rollup') as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith('Rss:')) * 1024


class Probe(object):
    def __init__(self, first, interval):
        self.first = first
        self.interval = interval

    def run(self):
        late = (time.monotonic() - self.first) % self.interval
        bucket = int(late / BUCKET_S)
        counts[bucket] = counts.get(bucket, 0) + 1


def percentile(share):
    total = sum(counts.values())
    seen = 0
    for bucket in sorted(counts):
        seen += counts[bucket]
        if seen >= share * total:
            return (bucket + 1) * BUCKET_S * 1000
    return float('nan')


def main(timers, interval, warm_up, seconds):
    probes = [Probe(0, interval) for _ in range(timers)]
    gc.collect()
    before = resident_bytes()
    idle = []
    for probe in probes:
        call = loopingcall.FixedIntervalLoopingCall(probe.run)
        call.start(36000, initial_delay=36000)
        idle.append(call)
    eventlet.sleep(1)
    gc.collect()
    print('bytes=%.0f' % ((resident_bytes() - before) / timers))
    for call in idle:
        call.stop()
    eventlet.sleep(1)
    calls = []
    for i in range(timers):
        delay = 1 + interval / timers * i
        probe = Probe(time.monotonic() + delay, interval)
        call = loopingcall.FixedIntervalLoopingCall(probe.run)
        call.start(interval, initial_delay=delay)
        calls.append(call)
    eventlet.sleep(warm_up)
    counts.clear()
    cpu = time.process_time()
    start = time.monotonic()
    eventlet.sleep(seconds)
    cpu = time.process_time() - cpu
    elapsed = time.monotonic() - start
    fires = sum(counts.values())
    print('fires_per_s=%.0f' % (fires / elapsed))
    print('cpu_ns_per_fire=%.0f' % (cpu / fires * 1e9))
    print('p50_ms=%.1f' % percentile(0.5))
    print('p99_ms=%.1f' % percentile(0.99))
    print('max_ms=%.1f' % percentile(1))


main(int(sys.argv[1]), int(sys.argv[2]) / 1000, int(sys.argv[3]), int(sys.argv[4]))
