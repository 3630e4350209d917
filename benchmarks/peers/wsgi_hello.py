"""The hello service as a WSGI application, for gunicorn, uWSGI and oslo.service."""

import json

BODY = b'hello, world\n'
HEADERS = [('Content-Type', 'text/plain; charset=utf-8'),
           ('Content-Length', str(len(BODY)))]


def hundred():
    return [{'id': '00000000-0000-4000-8000-%012d' % i,
             'name': 'instance-%d' % i, 'state': 'ACTIVE', 'size': 1000 + i}
            for i in range(100)]


def answer(start_response, content_type, body):
    start_response('200 OK', [('Content-Type', content_type),
                              ('Content-Length', str(len(body)))])
    return [body]


def app(environ, start_response):
    path = environ['PATH_INFO']
    if path == '/json':
        return answer(start_response, 'application/json',
                      json.dumps(hundred()).encode())
    if path == '/post':
        body = environ['wsgi.input'].read(int(environ['CONTENT_LENGTH']))
        return answer(start_response, 'text/plain; charset=utf-8',
                      str(len(body)).encode())
    start_response('200 OK', HEADERS)
    return [BODY]
