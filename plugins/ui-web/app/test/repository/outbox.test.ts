import { beforeEach, expect, test, vi } from 'vitest';
import { Link } from '../../src/network/link';
import { Refusal } from '../../src/network/refusal';
import { Outbox, type PutFile } from '../../src/repository/outbox';
import { memoryStore, type OutboxStore } from '../../src/repository/outbox_store';
import { FakeHost, settle } from '../fake_host';

let host: FakeHost, link: Link, store: ReturnType<typeof memoryStore>, putFile: PutFile, waits: number[];
const outboxOf = async (over: OutboxStore = store) => {
  const outbox = new Outbox(link, over, (...args) => putFile(...args), async (ms) => void waits.push(ms));
  await outbox.open(1);
  return outbox;
};
const said = () => host.asked.filter(([name]) => name === 'room.send').map(([, json]) => json);
const start = async () => {
  link.start();
  await settle();
};

beforeEach(() => {
  host = new FakeHost();
  link = new Link({ open: host.open, token: async () => 't', renew: async () => false, over: () => {} });
  store = memoryStore();
  waits = [];
  putFile = async () => 'http://h/files/chat/a.jpg';
});

test('what is typed offline is kept, and said once in its order when there is a link', async () => {
  const outbox = await outboxOf();
  for (const text of ['one', 'two', 'three']) outbox.post({ roomId: 'r', kind: 'text', text });
  await settle();
  expect(store.letters.size).toBe(3);
  expect(said()).toEqual([]);
  await start();
  expect(said().map(({ content }) => content)).toEqual(['one', 'two', 'three']);
  expect(store.letters.size).toBe(0);
  expect(outbox.letters.value).toEqual([]);
});

test('a letter whose receipt was lost is sent again under the same id, also after a reload', async () => {
  const outbox = await outboxOf();
  await start();
  host.isSilent = true;
  const id = outbox.post({ roomId: 'r', kind: 'text', text: 'hello' });
  await settle();
  host.drop();
  await settle();
  link.stop();
  outbox.dispose();
  host.isSilent = false;
  await outboxOf();
  await start();
  expect(said().map(({ clientMsgId }) => clientMsgId)).toEqual([id, id]);
  expect(store.letters.size).toBe(0);
});

test('a refusal that passes is waited for; one for good stays with its reason until somebody decides', async () => {
  let n = 0;
  host.answers['room.send'] = () => {
    if (++n === 1) throw ['rate', { code: 'RATE' }, { 'retry-after-ms': '70' }];
    if (n === 2) throw ['denied', { code: 'NOT_PERMITTED' }];
    return {};
  };
  const outbox = await outboxOf();
  await start();
  const id = outbox.post({ roomId: 'r', kind: 'text', text: 'hello' });
  await settle();
  expect(waits).toContain(70);
  expect(outbox.letters.value).toMatchObject([{ id, text: 'hello', failed: 'NOT_PERMITTED' }]);
  outbox.retry(id);
  await settle();
  expect(outbox.letters.value).toEqual([]);
});

test('a file is uploaded once, with its progress, before it is said', async () => {
  const parts: number[] = [];
  let uploads = 0;
  putFile = async (_, progress) => {
    ++uploads;
    progress(0.5);
    parts.push([...outbox.progress.value.values()][0]!);
    return 'http://h/files/chat/a.jpg';
  };
  host.answers['room.send'] = () => {
    if (said().length === 1) throw ['retry', {}];
    return {};
  };
  const outbox = await outboxOf();
  await start();
  outbox.post({ roomId: 'r', kind: 'photo', text: '', file: new Blob(['x']), fileName: 'a.jpg' });
  await settle();
  expect(said().map(({ content, type }) => [content, type])).toEqual([['http://h/files/chat/a.jpg', 4], ['http://h/files/chat/a.jpg', 4]]);
  expect([uploads, parts]).toEqual([1, [0.5]]);
});

test('a file that is too large says so and keeps the others going', async () => {
  putFile = () => Promise.reject(new Refusal('too-large'));
  const outbox = await outboxOf();
  await start();
  outbox.post({ roomId: 'r', kind: 'file', text: '', file: new Blob(['x']), fileName: 'a.bin' });
  outbox.post({ roomId: 'r', kind: 'text', text: 'after' });
  await settle();
  expect(outbox.letters.value).toMatchObject([{ failed: 'too-large' }]);
  expect(said().map(({ content }) => content)).toEqual(['after']);
});

test('what is taken back is not said, and another account does not see it', async () => {
  const outbox = await outboxOf();
  const id = outbox.post({ roomId: 'r', kind: 'text', text: 'no' });
  outbox.post({ roomId: 'r', kind: 'text', text: 'yes' });
  await settle();
  outbox.drop(id);
  expect(await store.all(2)).toEqual([]);
  await start();
  expect(said().map(({ content }) => content)).toEqual(['yes']);
});

test('an upload ends when its letter is taken back', async () => {
  let taken: AbortSignal | undefined;
  putFile = (_, __, signal) => new Promise((_, reject) => (taken = signal).addEventListener('abort', () => reject(new Refusal('invalid', 'CANCELLED'))));
  const outbox = await outboxOf();
  await start();
  const id = outbox.post({ roomId: 'r', kind: 'file', text: '', file: new Blob(['x']), fileName: 'a.bin' });
  await settle();
  outbox.drop(id);
  await settle();
  expect([taken!.aborted, said(), outbox.letters.value]).toEqual([true, [], []]);
});

test('a text that no frame can hold is not sent, however often', async () => {
  const outbox = await outboxOf();
  await start();
  outbox.post({ roomId: 'r', kind: 'text', text: '가'.repeat(17_000) });
  await settle();
  expect([said(), outbox.letters.value[0]?.failed]).toEqual([[], 'BAD_REQUEST']);
});

test('what was said stays in the page until its event is there', async () => {
  const outbox = new Outbox(link, store, (...args) => putFile(...args), () => new Promise(() => {}));
  await outbox.open(1);
  await start();
  outbox.post({ roomId: 'r', kind: 'text', text: 'hello' });
  await settle();
  outbox.flush();
  await settle();
  expect([said().length, outbox.letters.value[0]?.said, store.letters.size]).toEqual([1, true, 0]);
});

test('a browser that cannot keep anything still says everything', async () => {
  const broken = vi.fn(() => Promise.reject(new Error('no storage')));
  const outbox = await outboxOf({ all: broken, put: broken, remove: broken });
  await start();
  outbox.post({ roomId: 'r', kind: 'text', text: 'hello' });
  await settle();
  expect(said()).toHaveLength(1);
});
