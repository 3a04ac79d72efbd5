// How the host is, at a glance: three charts, and what waits.
import type { Admin } from '../../viewmodel/admin/admin';
import { bytes, milliseconds, number } from '../../viewmodel/admin/amounts';
import { adminWords } from '../../viewmodel/words/admin_words';
import { Chart } from './chart';

export function Overview({ admin }: { admin: Admin }) {
  const text = adminWords.value;
  const { now } = admin.status.value!;
  const history = admin.history.value;
  const waiting = [
    [text.commitQueue, number(now.commitQueue)], [text.readQueue, number(now.readQueue)], [text.outbox, bytes(now.outboxBytes)],
  ];
  return (
    <>
      <section class="charts" aria-label={text.lastHour}>
        <Chart id="connections" title={text.connections} now={now.connections} beside="" history={history} values={history?.connections ?? []} leastTop={4} format={number} />
        <Chart id="messages" title={text.messagesPerSecond} now={now.messagesPerSecond} beside={`${text.deliveries} ${number(now.deliveriesPerSecond)}`} history={history} values={history?.messagesPerSecond ?? []} leastTop={1} format={number} />
        <Chart id="commits" title={text.commitTime} now={now.commitMs} beside={`${text.commits} ${number(now.commitsPerSecond)}`} history={history} values={history?.commitMs ?? []} leastTop={1} format={milliseconds} />
      </section>
      <dl class="waiting">
        {waiting.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
