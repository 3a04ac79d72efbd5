// The load generator against the real host and the probe, for a second: it counts every message, and loses none.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { messenger } from '../../bench/peers/cocotalk.js';
import { probeBatch, probeEach } from '../../bench/peers/probe.js';
import { root } from '../../bench/peers/process.js';
import { disk, load } from '../../bench/table/measure.js';

const context = {
  build: process.env.COCOTALK_BUILD ?? path.join(root, 'build'),
  serverCore: 0,
  loadCore: 0,
  warmup: 0,
  seconds: 1,
};

for (const probe of [probeEach, probeBatch])
  test(`fanout through the ${probe.name}`, async () => {
    const figures = await load(probe, 'fanout', { connections: 20, window: 4 }).measure(context);
    assert.equal(figures.connections, 20);
    assert.equal(figures.lost, 0);
    assert.equal(figures.failures, 0);
    assert.ok(figures.sent_per_s > 0 && figures.arrived_per_s > figures.sent_per_s);
  });

test('rooms of the host: what is said in a room of ten arrives ten times', async () => {
  const figures = await load(messenger(20), 'rooms', { connections: 20, rate: 50, 'room-size': 10 }).measure(context);
  assert.equal(figures.lost, 0);
  assert.equal(figures.skipped, 0);
  assert.ok(figures.p99_ms >= figures.p50_ms && figures.p50_ms > 0);
});

test('durable messages of the host: every one has its receipt', async () => {
  const figures = await load(messenger(10), 'durable', { connections: 4, window: 2 }).measure(context);
  assert.equal(figures.lost, 0);
  assert.ok(figures.arrived_per_s > 0);
});

test('idle connections of the host cost memory', async () => {
  const figures = await load(messenger(20), 'idle', { connections: 20 }).measure(context);
  assert.equal(figures.connections, 20);
  assert.ok(figures.opened_per_s > 0);
});

test('a server that is not there is a sentence, not a figure', async () => {
  const nobody = { ...probeEach, start: async (where) => ({ ...(await probeEach.start(where)), load: ['--protocol', 'raw', '--port', '1'] }) };
  await assert.rejects(load(nobody, 'fanout').measure(context), /bench-load: connecting to port 1|was not let in/);
});

test('the disk probe says what a commit costs', async () => {
  const figures = await disk.measure({ ...context, seconds: 0.2 });
  assert.ok(figures.commit_p99_ms >= figures.commit_p50_ms && figures.commit_p50_ms > 0);
});
