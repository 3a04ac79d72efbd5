// An hour nobody waits for: the host's answers to admin.history are played, everything else is its own.

const wave = (mean, swing, every, n = 340) => Array.from({ length: n }, (_, i) => Math.max(0, mean + swing * Math.sin(i / every) + (swing / 5) * Math.sin(i * 1.3) + (swing / 9) * Math.sin(i * 2.9)));
const rounded = (values, digits) => values.map((value) => Number(value.toFixed(digits)));

// Its host was away for two minutes, of which nothing is known.
const history = () => {
  const [connections, messages_per_second, commit_ms] = [rounded(wave(220, 70, 47), 0), rounded(wave(38, 24, 31), 1), rounded(wave(1.9, 0.5, 17), 3)];
  for (const values of [connections, messages_per_second, commit_ms]) values.fill(null, 120, 132);
  return { every_ms: 10_000, until: Date.now(), connections, messages_per_second, commit_ms };
};

export async function playHour({ page }) {
  await page.routeWebSocket(/\/stomp\/websocket$/, (socket) => {
    const host = socket.connectToServer();
    socket.onMessage((text) => {
      if (!/^SEND\n(.+\n)*destination:\/command\/admin\.history\n/.test(text)) return host.send(text);
      const id = /request-id:(\S+)/.exec(text)[1];
      socket.send(`MESSAGE\nsubscription:reply\nrequest-id:${id}\nstatus:ok\n\n${JSON.stringify(history())}\0`);
    });
  });
}
