"""On oslo.messaging with threads: server URL TOPIC NAME... or
client URL TOPIC calls|casts|fanouts CALLERS,... SECONDS."""
import logging
import sys
import threading
import time

from oslo_config import cfg
import oslo_messaging as messaging

SERVERS = ('one', 'two', 'three')

logging.disable(logging.CRITICAL)
role, url, topic = sys.argv[1:4]
cfg.CONF([], project='benchmark')


class Adder(object):
    target = messaging.Target(version='1.0')

    def __init__(self):
        self.lock = threading.Lock()
        self.count = 0

    def add(self, ctxt, a, b):
        return a + b

    def note(self, ctxt, a, b):
        with self.lock:
            self.count += 1

    def handled(self, ctxt):
        return self.count


def measure(send, callers, seconds):
    end = time.monotonic() + seconds
    lists = [[] for _ in range(callers)]

    def run(latencies):
        start = time.monotonic()
        while start < end:
            send()
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


def calls(client, callers, seconds):
    def send():
        client.call({}, 'add', a=1, b=2)
    measure(send, 8, 1)
    for count in callers.split(','):
        latencies, took = measure(send, int(count), seconds)
        print('per_s.%s=%s' % (count, len(latencies) / took))
        print('p50_us.%s=%s' % (count, latencies[len(latencies) // 2]))
        print('p99_us.%s=%s' % (count, latencies[int(len(latencies) * 0.99)]))


def casts(send, handled, text, seconds):
    callers = int(text)
    before = handled()
    sent = len(measure(send, callers, 1)[0])
    while handled() < before + sent:
        time.sleep(0.002)
    start = time.monotonic()
    more = len(measure(send, callers, seconds)[0])
    while handled() < before + sent + more:
        time.sleep(0.002)
    print('per_s.%s=%s' % (text, more / (time.monotonic() - start)))


if role == 'server':
    servers = []
    for name in sys.argv[4:]:
        transport = messaging.get_rpc_transport(cfg.CONF, url=url)
        target = messaging.Target(topic=topic, server=name)
        server = messaging.get_rpc_server(transport, target, [Adder()], executor='threading')
        server.start()
        servers.append(server)
    print('ready', flush=True)
    for server in servers:
        server.wait()
else:
    what, callers, seconds = sys.argv[4], sys.argv[5], int(sys.argv[6])
    transport = messaging.get_rpc_transport(cfg.CONF, url=url)
    client = messaging.RPCClient(transport, messaging.Target(topic=topic))
    if what == 'calls':
        calls(client, callers, seconds)
    elif what == 'casts':
        casts(lambda: client.cast({}, 'note', a=1, b=2),
              lambda: client.call({}, 'handled'), callers, seconds)
    else:
        casts(lambda: client.prepare(fanout=True).cast({}, 'note', a=1, b=2),
              lambda: min(client.prepare(server=name).call({}, 'handled') for name in SERVERS),
              callers, seconds)
