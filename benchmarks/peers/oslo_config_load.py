"""Loads 300 options in ten groups with oslo.config, for ConfigBenchmark.java.

The arguments are "cold" or the number of loads, then the file. Prints the nanoseconds of the only
load, imports included, or the median of many after as many others. With a second argument "read"
every option is read as well, because values are converted only then.
"""
import sys
import time

begin = time.perf_counter()

from oslo_config import cfg  # noqa: E402


def options():
    return (
        [cfg.StrOpt('text%d' % i, default='text', help='A text.') for i in range(13)]
        + [cfg.IntOpt('number%d' % i, default=7, min=0, max=100000, help='A number.') for i in range(4)]
        + [cfg.IntOpt('number%d' % i, default=7, help='A number.') for i in range(4, 8)]
        + [cfg.BoolOpt('flag%d' % i, default=False, help='A boolean.') for i in range(5)]
        + [cfg.FloatOpt('ratio%d' % i, default=0.5, help='A decimal.') for i in range(2)]
        + [cfg.ListOpt('names%d' % i, default=['a', 'b'], help='A list.') for i in range(2)])


def load(file, read):
    conf = cfg.ConfigOpts()
    for group in range(10):
        conf.register_opts(options(), group='group%d' % group)
    conf(['--config-file', file], project='benchmark', prog='benchmark', default_config_files=[],
         default_config_dirs=[])
    if read:
        for group in range(10):
            for _ in conf['group%d' % group].values():
                pass
    if conf.group0.number0 + conf.group9.number0 != 2:
        raise SystemExit('the file was not read')


def main():
    file, read = sys.argv[2], sys.argv[3:] == ['read']
    if sys.argv[1] == 'cold':
        load(file, read)
        print(int((time.perf_counter() - begin) * 1e9))
        return
    for _ in range(int(sys.argv[1])):
        load(file, read)
    times = []
    for _ in range(int(sys.argv[1])):
        start = time.perf_counter()
        load(file, read)
        times.append(time.perf_counter() - start)
    print(int(sorted(times)[len(times) // 2] * 1e9))


main()
