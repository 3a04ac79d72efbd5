// Every text message goes to all connections of the same URL path, the sender included.
import { WebSocketServer } from 'ws';

const rooms = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

server.on('connection', (socket, { url }) => {
  if (!rooms.has(url)) rooms.set(url, new Set());
  const room = rooms.get(url).add(socket);
  socket.on('message', (text) => room.forEach((member) => member.send(text, { binary: false })));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => room.delete(socket));
});
server.on('listening', () => console.log(`ready ${server.address().port}`));
