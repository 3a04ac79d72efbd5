// sockjs-client in Node, and the original web client's sockets on it: what the real page uses.
import SockJS from 'sockjs-client';
import { withDeadline } from './inbox.js';
import { PageSocket } from './webpage.js';

// What sockjs-client has in Node; a page has the same, and prefers them in this order.
export const transports = ['websocket', 'xhr-streaming', 'eventsource', 'xhr-polling'];

export const sockjs = (address, transport) => new SockJS(address, null, { transports: [transport] });

// A PageSocket over one transport of SockJS.
export const pageOver = (transport) =>
  class SockjsPage extends PageSocket {
    open(address) {
      this.sockjs = sockjs(address, transport);
      return this.sockjs;
    }

    // The receipt of a subscription comes after everything before it.
    async settled() {
      const id = `settled-${Date.now()}-${Math.random()}`;
      const settled = new Promise((resolve) => (this.client.onreceipt = ({ headers }) => headers['receipt-id'] === id && resolve()));
      this.client.subscribe('/topic/undefined/room', () => {}, { id, receipt: id });
      await withDeadline(settled, 'the receipt');
    }
  };
