"""oslo.config at the other end of a pipe: a request and an answer in JSON, one line each.

  {"do": "read", "file": F}      -> {"refused": why} or {"options": {"group.name": {"value": V} or {"error": why}}}
  {"do": "sample", "groups": [G, ...]} -> {"text": a sample of all options in these groups}
  {"do": "log_options"} -> {"options": [[name, default, old names], ...]} of oslo.log
  {"do": "defaults", "file": F, "groups": [G, ...]} -> as read, with the options in these groups

The options are those of AllTypes.java.
"""
import io
import json
import math
import sys

from oslo_config import cfg
from oslo_config import generator
from oslo_config import types
from oslo_log import _options as log


def options():
    return [
        cfg.StrOpt('text', default='some text', help='A text.'),
        cfg.StrOpt('choice', default='a', choices=[('a', 'First.'), ('b', 'Second.'), ('', 'None of them.')],
                   help='One of several.'),
        cfg.StrOpt('cased', default='One', choices=['One', 'Two'], ignore_case=True, help='In any case.'),
        cfg.StrOpt('pattern', default='abc1', regex='^[a-z]+[0-9]*$', help='A text that matches.'),
        cfg.StrOpt('short', default='short', max_length=8, help='A short text.'),
        cfg.StrOpt('quoted', default='quoted', quotes=True, help='A text that may stand in quotes.'),
        cfg.StrOpt('spaced', default='  spaced ', help='A text with spaces around it.'),
        cfg.StrOpt('absent', help='A text that is not there.'),
        cfg.BoolOpt('flag', default=False, help='A boolean.', mutable=True),
        cfg.IntOpt('number', default=7, help='A number.'),
        cfg.IntOpt('bounded', default=5, min=1, max=1000000, help='A number with bounds.'),
        cfg.IntOpt('wide', default=4294967296, help='A large number.'),
        cfg.IntOpt('no_number', help='A number that is not there.'),
        cfg.FloatOpt('ratio', default=0.5, min=-10, max=10, help='A decimal number.'),
        cfg.PortOpt('port', default=9890, help='A port.'),
        cfg.ListOpt('names', default=['a', 'b c'], help='A list.'),
        cfg.ListOpt('numbers', item_type=types.Integer(), default=[1, 2], help='A list of numbers.'),
        cfg.ListOpt('bracketed', bounds=True, default=['x', 'y'], help='A list in brackets.'),
        cfg.ListOpt('quoted_names', item_type=types.String(quotes=True), default=['a', 'b'],
                    help='A list of texts that may stand in quotes.'),
        cfg.DictOpt('pairs', default={'k': 'v'}, help='A map.'),
        cfg.Opt('number_pairs', type=types.Dict(types.Integer()), default={'a': 1}, help='A map of numbers.'),
        cfg.MultiStrOpt('repeated', default=['m1', 'm2'], help='A repeated key.'),
        cfg.MultiOpt('repeated_numbers', item_type=types.Integer(), help='Repeated numbers.'),
        cfg.IPOpt('address', default='127.0.0.1', help='An address.'),
        cfg.IPOpt('address6', version=6, default='::1', help='An IPv6 address.'),
        cfg.HostnameOpt('host', default='localhost', help='A host.'),
        cfg.HostAddressOpt('host_address', default='10.0.0.1', help='A host or an address.'),
        cfg.HostDomainOpt('domain', default='my_host.org', help='A host with underscores.'),
        cfg.URIOpt('uri', default='http://localhost:8080/v1', help='A URI.'),
        cfg.Opt('span', type=types.Range(), default='1-3', help='A range.'),
        cfg.StrOpt('renamed', default='new', help='An option that had other names.',
                   deprecated_opts=[cfg.DeprecatedOpt('first_name'),
                                    cfg.DeprecatedOpt('second_name', group='elsewhere')]),
        cfg.StrOpt('removed', default='', help='An option that will go.', deprecated_for_removal=True,
                   deprecated_reason='Nobody needs it.', deprecated_since='2.0'),
        cfg.StrOpt('expert', default='e', help='An option for few.', advanced=True),
        cfg.StrOpt('referring', default='$text/${number}', help='A text with references.'),
    ]


def configuration(groups):
    conf = cfg.ConfigOpts()
    for group in groups:
        conf.register_opts(options(), group=None if group == 'DEFAULT' else group)
    return conf


def plain(value):
    if isinstance(value, range):
        return [value[0], value[-1]]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def read(conf, groups, file):
    try:
        conf(['--config-file', file], project='peer', prog='peer', default_config_files=[],
             default_config_dirs=[], use_env=False)
    except (cfg.Error, UnicodeError) as refusal:
        return {'refused': '%s: %s' % (type(refusal).__name__, refusal)}
    answers = {}
    for group in groups:
        place = conf if group == 'DEFAULT' else conf[group.lower()]
        for option in options():
            try:
                answer = {'value': plain(place[option.dest])}
            except (cfg.Error, ValueError, RecursionError, KeyError) as refusal:
                answer = {'error': '%s: %s' % (type(refusal).__name__, refusal)}
            answers['%s.%s' % (group, option.dest)] = answer
    return {'options': answers}


def sample(groups):
    conf = cfg.ConfigOpts()
    generator.register_cli_opts(conf)
    conf(['--namespace', 'peer'], project='peer', prog='peer', default_config_files=[],
         default_config_dirs=[])
    generator._list_opts = lambda namespaces: [('peer', [(group, options()) for group in groups])]
    text = io.StringIO()
    generator.generate(conf, text)
    return {'text': text.getvalue()}


def log_options():
    return {'options': [[option.dest, option.default, [old.name.replace('-', '_') for old in option.deprecated_opts]]
                        for _, options in log.list_opts() for option in options]}


def main():
    known = ['DEFAULT', 'blaa']
    conf = configuration(known)
    out = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')
    for line in io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8'):
        request = json.loads(line)
        if request['do'] == 'read':
            answer = read(conf, known, request['file'])
        elif request['do'] == 'sample':
            answer = sample(request['groups'])
        elif request['do'] == 'log_options':
            answer = log_options()
        else:
            answer = read(configuration(request['groups']), request['groups'], request['file'])
        out.write(json.dumps(answer) + '\n')
        out.flush()


if __name__ == '__main__':
    import logging
    logging.disable(logging.CRITICAL)
    main()
