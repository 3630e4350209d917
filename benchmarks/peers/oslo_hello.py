"""The hello service on oslo.service: oslo_hello.py PORT WORKERS ACCESS_LOG|off"""

import logging
import sys

from oslo_config import cfg
from oslo_service import service
from oslo_service import wsgi

BODY = b'hello, world\n'
HEADERS = [('Content-Type', 'text/plain; charset=utf-8'),
           ('Content-Length', str(len(BODY)))]


def hello(environ, start_response):
    start_response('200 OK', HEADERS)
    return [BODY]


class Hello(service.ServiceBase):
    def __init__(self, conf, port):
        self.server = wsgi.Server(conf, 'hello', hello, host='127.0.0.1',
                                  port=port)

    def start(self):
        self.server.start()

    def stop(self):
        self.server.stop()

    def wait(self):
        self.server.wait()

    def reset(self):
        self.server.reset()


def main():
    port, workers, access_log = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    if access_log == 'off':
        # What a request writes is dropped before it is formatted.
        logging.getLogger('eventlet.wsgi.server').setLevel(logging.WARNING)
        access_log = None
    logging.basicConfig(filename=access_log, level=logging.INFO,
                        format='%(asctime)s %(process)d %(levelname)s '
                               '%(name)s %(message)s')
    conf = cfg.ConfigOpts()
    conf([], project='hello', default_config_files=[])
    launcher = service.ProcessLauncher(conf)
    launcher.launch_service(Hello(conf, port), workers=workers)
    launcher.wait()


if __name__ == '__main__':
    main()
