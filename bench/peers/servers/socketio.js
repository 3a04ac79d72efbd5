// join(room) is acknowledged; say(room, body) is told to everybody in the room, the sender included.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const server = new Server(http, { transports: ['websocket'], perMessageDeflate: false });

server.on('connection', (socket) => {
  socket.on('join', async (room, acknowledge) => {
    await socket.join(room);
    acknowledge();
  });
  socket.on('say', (room, body) => server.to(room).emit('say', body));
});
http.listen(0, '127.0.0.1', () => console.log(`ready ${http.address().port}`));
