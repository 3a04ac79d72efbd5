// When the answer with a room's newest messages arrives at the page, and when they are painted; both by the page's own clock.

// For every document of this page from the next on.
export const noteArrivals = (page) =>
  page.addInitScript(() => {
    window.WebSocket = class extends WebSocket {
      constructor(...options) {
        super(...options);
        this.addEventListener('message', ({ data }) => {
          if (data.includes('"messageList"')) window.arrivedAt = performance.now();
        });
      }
    };
  });

// How many ms after the arrival `selector` was painted: the frame it is drawn in is over when a message posted in it is delivered.
export const shownAfter = (page, selector) =>
  page.evaluate((wanted) => new Promise((resolve) => {
    const painted = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - window.arrivedAt);
      port2.postMessage('');
    };
    const look = () => (document.querySelector(wanted) ? painted() : requestAnimationFrame(look));
    requestAnimationFrame(look);
  }), selector);
