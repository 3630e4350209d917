"""Debian's oslo.messaging, told what to do by lines of JSON, and answering in lines of JSON."""
import json
import logging
import sys
import threading
import time

from oslo_config import cfg
import oslo_messaging as messaging
from oslo_messaging import opts
from oslo_messaging.rpc import dispatcher

logging.disable(logging.CRITICAL)


class VnfNotFound(Exception):
    pass


class Desk(object):
    target = messaging.Target(version='1.3')

    def __init__(self, name, notes):
        self.name = name
        self.notes = notes

    def add(self, ctxt, a, b):
        return a + b

    def echo(self, ctxt, value):
        return value

    def who(self, ctxt):
        return [self.name, ctxt.get('user_id'), ctxt.get('request_id')]

    def note(self, ctxt, what):
        self.notes.append(what)

    def slow(self, ctxt, seconds):
        self.notes.append('slow')
        time.sleep(seconds)
        return self.name

    def fail(self, ctxt, why):
        raise VnfNotFound(why)

    @messaging.expected_exceptions(ValueError)
    def refuse(self, ctxt, why):
        raise ValueError(why)


class Spaced(object):
    target = messaging.Target(namespace='spaced', version='2.0')

    def where(self, ctxt):
        return 'in the namespace'


class Listener(object):
    """Has a method for each priority, and tells of each which priority, and where it was heard."""

    def __init__(self, notes, where):
        self.notes = notes
        self.where = where


def hearing(priority):
    def hear(self, ctxt, publisher_id, event_type, payload, metadata):
        self.notes.append([priority, publisher_id, event_type, payload, self.where])
    return hear


for each in ('audit', 'debug', 'info', 'warn', 'error', 'critical', 'sample'):
    setattr(Listener, each, hearing(each))


class Peer(object):
    def __init__(self, url, exchange):
        conf = cfg.CONF  # its clients look for their options nowhere else
        conf([], project='peer')
        messaging.set_transport_defaults(exchange)
        self.transport = messaging.get_rpc_transport(conf, url=url)
        self.notifications = messaging.get_notification_transport(conf, url=url)
        self.notes = []
        self.servers = []

    def options(self):
        """Section, name and default of each option, and of each old name of one."""
        found = []
        for section, options in opts.list_opts():
            section = section or 'DEFAULT'
            for option in options:
                found.append([section, option.name, option.default])
                for old in option.deprecated_opts:
                    found.append([old.group or section, old.name or option.name, None])
        return found

    def set_option(self, name, value):
        cfg.CONF.set_override(name, value)

    def serve(self, topic, server):
        target = messaging.Target(topic=topic, server=server)
        rpc = messaging.get_rpc_server(
            self.transport, target, [Desk(server, self.notes), Spaced()], executor='threading',
            access_policy=dispatcher.DefaultRPCAccessPolicy)
        rpc.start()
        self.servers.append(rpc)

    def listen(self, topic, pool=None):
        listener = messaging.get_notification_listener(
            self.notifications, [messaging.Target(topic=topic)],
            [Listener(self.notes, pool or topic)], executor='threading', pool=pool)
        listener.start()
        self.servers.append(listener)

    def notify(self, topic, priority, event, payload):
        notifier = messaging.Notifier(
            self.notifications, publisher_id='python.host', driver='messagingv2', topics=[topic])
        getattr(notifier, priority)({}, event, payload)

    def client(self, topic, how):
        client = messaging.RPCClient(
            self.transport, messaging.Target(topic=topic), timeout=how.pop('timeout', 30),
            call_monitor_timeout=how.pop('monitor', None))
        return client.prepare(**how) if how else client

    def call(self, topic, how, method, args, context):
        return self.client(topic, how).call(context, method, **args)

    def cast(self, topic, how, method, args, context):
        self.client(topic, how).cast(context, method, **args)

    def rate(self, topic, method, args, callers, seconds):
        """Calls from many threads for some time; gives calls and latencies in microseconds."""
        client = self.client(topic, {})
        end = time.monotonic() + seconds
        lists = [[] for _ in range(callers)]

        def run(latencies):
            while True:
                start = time.monotonic()
                if start > end:
                    return
                client.call({}, method, **args)
                latencies.append(int((time.monotonic() - start) * 1e6))
        threads = [threading.Thread(target=run, args=(one,)) for one in lists]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(sum(lists, []))

    def drain_notes(self):
        notes, self.notes[:] = list(self.notes), []
        return notes

    def stop(self):
        for server in self.servers:
            server.stop()
            server.wait()
        del self.servers[:]


def main():
    peer = Peer(*sys.argv[1:])
    for line in sys.stdin:
        request = json.loads(line)
        try:
            result = getattr(peer, request.pop('do'))(**request)
            answer = {'result': result}
        except Exception as failure:
            answer = {'error': type(failure).__name__, 'text': str(failure)}
        sys.stdout.write(json.dumps(answer) + '\n')
        sys.stdout.flush()


main()
