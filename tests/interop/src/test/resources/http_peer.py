"""A server on python3-h11 that answers every request with what it has read.

Prints its port. A request's answer is METHOD TARGET BODY, with the body in
hexadecimal; what h11 refuses is answered with 400 and the end of the connection.
"""

import socket
import sys
import threading

import h11


def answer(conversation, connection, status, text, close):
    body = text.encode('latin-1')
    headers = [('Content-Length', str(len(body)))]
    if close:
        headers.append(('Connection', 'close'))
    connection.sendall(conversation.send(
        h11.Response(status_code=status, headers=headers)))
    connection.sendall(conversation.send(h11.Data(data=body)))
    connection.sendall(conversation.send(h11.EndOfMessage()))


def converse(conversation, connection):
    request, body = None, b''
    while True:
        event = conversation.next_event()
        if event is h11.NEED_DATA:
            conversation.receive_data(connection.recv(65536))
        elif isinstance(event, h11.Request):
            request, body = event, b''
        elif isinstance(event, h11.Data):
            body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            text = '%s %s %s' % (request.method.decode('latin-1'),
                                 request.target.decode('latin-1'), body.hex())
            answer(conversation, connection, 200, text, False)
            if conversation.our_state is not h11.DONE:
                return
            conversation.start_next_cycle()
        else:
            return


def serve(connection):
    conversation = h11.Connection(h11.SERVER)
    with connection:
        try:
            converse(conversation, connection)
        except h11.RemoteProtocolError as refusal:
            if conversation.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                answer(conversation, connection, 400, str(refusal), True)
        except ConnectionError:
            pass


def main():
    listener = socket.create_server(('127.0.0.1', 0))
    print(listener.getsockname()[1], flush=True)
    # Ends with the test that started it.
    threading.Thread(target=accept, args=(listener,), daemon=True).start()
    sys.stdin.read()


def accept(listener):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


if __name__ == '__main__':
    main()
