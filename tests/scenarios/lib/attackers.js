// Clients that mean no good, or are too slow: they take a connection and make it last.
import net from 'node:net';

// `begin(socket)` when it is connected; every `everyMs` it sends `byte`. Answers { closed, end }: `closed` resolves with the
// milliseconds it lasted.
function attacker(port, begin, { byte, everyMs = 200 } = {}) {
  const socket = net.connect(port, '127.0.0.1');
  let ticking;
  socket.on('error', () => {});
  const closed = new Promise((resolve) => {
    socket.on('connect', () => {
      const began = performance.now();
      begin(socket);
      if (byte) ticking = setInterval(() => socket.writable && socket.write(byte), everyMs);
      socket.on('close', () => (clearInterval(ticking), resolve(performance.now() - began)));
    });
  });
  return { closed, end: () => (clearInterval(ticking), socket.destroy()) };
}

export const slowHeader = (port) => attacker(port, (socket) => {
  socket.resume();
  socket.write('GET / HTTP/1.1\r\nX-Slow: ');
}, { byte: 'x' });

export const slowBody = (port) => attacker(port, (socket) => {
  socket.resume();
  socket.write('POST /auth/signin HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{');
}, { byte: ' ' });

// Asks for far more than it reads. Node reads a paused socket no further than its buffer, so the close is seen by its reset: it
// goes on asking.
export const slowReader = (port) => attacker(port, (socket) => {
  socket.pause();
  socket.write('GET /nothing-here HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(4000));
}, { byte: 'GET /nothing-here HTTP/1.1\r\nHost: x\r\n\r\n' });

export function attack(port, n) {
  const kinds = [slowHeader, slowBody, slowReader];
  return Array.from({ length: n }, (_, i) => kinds[i % kinds.length](port));
}
