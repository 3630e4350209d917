"""The hello service on oslo.service.

oslo_hello.py WORKERS ACCESS_LOG|off PORT|unix:PATH [CERTIFICATE KEY]
"""

import sys

if len(sys.argv) > 4:
    # As services of OpenStack do before everything else. Without it oslo.service
    # with TLS shakes hands and never answers.
    import eventlet
    eventlet.monkey_patch()

import logging
import socket

from oslo_config import cfg
from oslo_service import service
from oslo_service import sslutils
from oslo_service import wsgi

import wsgi_hello

class Hello(service.ServiceBase):
    def __init__(self, conf, where, secure):
        self.server = wsgi.Server(conf, 'hello', wsgi_hello.app,
                                  use_ssl=secure, **where)

    def start(self):
        self.server.start()

    def stop(self):
        self.server.stop()

    def wait(self):
        self.server.wait()

    def reset(self):
        self.server.reset()


def main():
    workers, access_log, address = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    if access_log == 'off':
        # What a request writes is dropped before it is formatted.
        logging.getLogger('eventlet.wsgi.server').setLevel(logging.WARNING)
        access_log = None
    logging.basicConfig(filename=access_log, level=logging.INFO,
                        format='%(asctime)s %(process)d %(levelname)s '
                               '%(name)s %(message)s')
    conf = cfg.ConfigOpts()
    conf([], project='hello', default_config_files=[])
    secure = len(sys.argv) > 4
    if secure:
        sslutils.register_opts(conf)
        conf.set_override('cert_file', sys.argv[4], 'ssl')
        conf.set_override('key_file', sys.argv[5], 'ssl')
    if address.startswith('unix:'):
        where = {'socket_family': socket.AF_UNIX,
                 'socket_file': address[len('unix:'):]}
    else:
        where = {'host': '127.0.0.1', 'port': int(address)}
    launcher = service.ProcessLauncher(conf)
    launcher.launch_service(Hello(conf, where, secure), workers=workers)
    launcher.wait()


if __name__ == '__main__':
    main()
