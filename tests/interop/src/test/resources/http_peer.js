// A server on Node's own HTTP parser that answers every request with what it has read.
//
// Prints its port. A request's answer is METHOD TARGET BODY, with the body in hexadecimal; what the
// parser refuses is answered with 400 and the end of the connection.
'use strict';
const http = require('http');

const REFUSAL = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

const server = http.createServer({requireHostHeader: true}, (request, response) => {
  const body = [];
  request.on('data', piece => body.push(piece));
  request.on('end', () => {
    const text = `${request.method} ${request.url} ${Buffer.concat(body).toString('hex')}`;
    response.setHeader('Content-Length', Buffer.byteLength(text, 'latin1'));
    response.end(text, 'latin1');
  });
});
server.httpAllowHalfOpen = true;
server.on('clientError', (error, socket) => socket.end(REFUSAL));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

// Ends with the test that started it.
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
