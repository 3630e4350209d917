"""server|client URL TOPIC [CALLERS SECONDS], on oslo.messaging with threads."""
import logging
import sys
import threading
import time

from oslo_config import cfg
import oslo_messaging as messaging

logging.disable(logging.CRITICAL)
role, url, topic = sys.argv[1:4]
cfg.CONF([], project='benchmark')
transport = messaging.get_rpc_transport(cfg.CONF, url=url)


class Adder(object):
    target = messaging.Target(version='1.0')

    def add(self, ctxt, a, b):
        return a + b


def measure(client, callers, seconds):
    end = time.monotonic() + seconds
    lists = [[] for _ in range(callers)]

    def run(latencies):
        start = time.monotonic()
        while start < end:
            client.call({}, 'add', a=1, b=2)
            now = time.monotonic()
            latencies.append((now - start) * 1e6)
            start = now
    threads = [threading.Thread(target=run, args=(one,)) for one in lists]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(sum(lists, [])), time.monotonic() - start


if role == 'server':
    server = messaging.get_rpc_server(
        transport, messaging.Target(topic=topic, server='one'), [Adder()], executor='threading')
    server.start()
    print('ready', flush=True)
    server.wait()
else:
    callers, seconds = int(sys.argv[4]), int(sys.argv[5])
    client = messaging.RPCClient(transport, messaging.Target(topic=topic))
    measure(client, callers, 1)
    latencies, took = measure(client, callers, seconds)
    print('calls_per_s=%s' % (len(latencies) / took))
    print('p50_us=%s' % latencies[len(latencies) // 2])
    print('p99_us=%s' % latencies[int(len(latencies) * 0.99)])
