// stompit over plain TCP: a library none of us wrote, in promises.
import stompit from 'stompit';
import { Inbox, withDeadline } from './inbox.js';

export class StompitClient {
  static async connect(host, { login, passcode, version, heartBeats = [0, 0] }) {
    const headers = { 'accept-version': version, host: 'localhost', login, passcode, device: 'MOBILE', 'heart-beat': heartBeats.join(',') };
    const connected = new Promise((resolve, reject) => {
      stompit.connect({ host: '127.0.0.1', port: host.tcpPort, connectHeaders: headers }, (error, client) => (error ? reject(error) : resolve(client)));
    });
    const stomp = new StompitClient();
    stomp.client = await withDeadline(connected, 'CONNECTED for stompit');
    stomp.errors = new Inbox('errors of stompit');
    stomp.client.on('error', (error) => stomp.errors.push(error));
    return stomp;
  }

  // An Inbox of { headers, body, message }.
  subscribe(destination, ack) {
    const inbox = new Inbox(destination);
    this.client.subscribe({ destination, ack }, (error, message) => {
      if (error) return inbox.close(error.message);
      message.readString('utf-8', (failure, body) => (failure ? inbox.close(failure.message) : inbox.push({ headers: message.headers, body, message })));
    });
    return inbox;
  }

  // Resolves with the RECEIPT.
  send(headers, body, on = this.client) {
    const received = new Promise((resolve) => {
      const frame = on.send(headers, { onReceipt: resolve });
      frame.end(body);
    });
    return withDeadline(received, `RECEIPT for SEND to ${headers.destination}`);
  }

  acknowledge(verb, { message }) {
    return withDeadline(new Promise((resolve) => this.client[verb](message, {}, { onReceipt: resolve })), `RECEIPT for ${verb}`);
  }

  // With a receipt, as the library does it.
  disconnect() {
    return withDeadline(new Promise((resolve, reject) => this.client.disconnect((error) => (error ? reject(error) : resolve()))), 'DISCONNECT');
  }
}
