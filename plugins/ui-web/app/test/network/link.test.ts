import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Link } from '../../src/network/link';
import { FakeHost, settle } from '../fake_host';

let host: FakeHost;
let link: Link;
let over: string[];
let renewals: boolean[];

beforeEach(() => {
  vi.useFakeTimers();
  host = new FakeHost();
  over = [];
  renewals = [true];
  link = new Link({ open: host.open, token: async () => 'token', renew: async () => renewals.shift() ?? false, over: (why) => over.push(why) });
});
afterEach(() => {
  link.stop();
  vi.useRealTimers();
});

const start = async () => {
  link.start();
  await settle();
};

test('asks and is answered; a refusal has its words and its wait', async () => {
  host.answers['room.get'] = ({ roomId }) => ({ id: roomId });
  host.answers['room.send'] = () => {
    throw ['rate', { code: 'RATE', detail: 'too often' }, { 'retry-after-ms': '1500' }];
  };
  await start();
  expect(host.socket.sent('CONNECT')[0]!.headers).toMatchObject({ 'access-token': 'token', device: 'WEB', 'accept-version': '1.2' });
  expect(await link.ask('room.get', { roomId: 'r' })).toEqual({ id: 'r' });
  await expect(link.ask('room.send')).rejects.toMatchObject({ status: 'rate', code: 'RATE', retryAfterMs: 1500 });
});

test('what is asked when the link breaks is told so, and nothing is asked without one', async () => {
  host.isSilent = true;
  await start();
  const asked = link.ask('room.list');
  host.drop();
  await expect(asked).rejects.toMatchObject({ status: 'offline' });
  await expect(link.ask('room.list')).rejects.toMatchObject({ status: 'offline' });
});

test('it comes back by itself and resumes each subscription where it was', async () => {
  let seq = 3;
  const heard: number[] = [];
  link.listen({ destination: '/room/r', resumeFrom: () => seq, hear: (event) => heard.push((seq = event.seq)) });
  await start();
  host.tell('/room/r', 'message', {}, 4);
  host.drop();
  expect(link.state.value).toBe('waiting');
  await vi.advanceTimersByTimeAsync(600);
  expect(link.state.value).toBe('open');
  expect(host.sockets).toHaveLength(2);
  expect(host.socket.sent('SUBSCRIBE').find(({ headers }) => headers['destination'] === '/room/r')!.headers['from-seq']).toBe('4');
  host.tell('/room/r', 'message', {}, 5);
  expect(heard).toEqual([4, 5]);
});

test('waits grow while nobody answers, and hurry() ends one', async () => {
  await start();
  for (const wait of [500, 1000, 2000]) {
    host.drop();
    await settle();
    const before = host.sockets.length;
    host.accepts = false;
    await vi.advanceTimersByTimeAsync(wait / 2 - 10);
    expect(host.sockets.length).toBe(before);
    await vi.advanceTimersByTimeAsync(wait);
    expect(host.sockets.length).toBe(before + 1);
  }
  host.drop();
  await settle();
  const before = host.sockets.length;
  link.hurry();
  await settle();
  expect(host.sockets.length).toBe(before + 1);
});

test('silence of 25 s is a lost link: a laptop slept', async () => {
  await start();
  await vi.advanceTimersByTimeAsync(31_000);
  expect(host.sockets.length).toBeGreaterThan(1);
});

test('replaced and signed out are the end; a token that has ended is renewed first', async () => {
  await start();
  host.drop(4001);
  await vi.advanceTimersByTimeAsync(600);
  expect(link.state.value).toBe('open');
  host.drop(4001);
  await settle();
  expect(over).toEqual(['expired']);
  await start();
  host.drop(4009);
  await settle();
  expect(over).toEqual(['expired', 'replaced']);
  expect(link.state.value).toBe('idle');
});

test('a token that ends while connected is renewed over the link', async () => {
  await start();
  host.socket.say('MESSAGE', { subscription: 'reply', event: 'reauth' });
  await settle();
  expect(host.asked).toEqual([['session.renew', { accessToken: 'token' }]]);
});
