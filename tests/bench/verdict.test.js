// When the speed table calls a target met, missed, or the machine too noisy.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../bench/table/print.js';
import { run } from '../../bench/table/run.js';
import { disturbance, foreignLimit, median, stealLimit, verdict } from '../../bench/table/verdict.js';

const quiet = { disturbed: 0.5 };

test('the median of an even number of rounds lies between the two in the middle', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});

test('quiet rounds are judged by their median, at least or at most', () => {
  assert.equal(verdict({ values: [0.89, 0.91, 0.9], least: 0.9, ...quiet }), 'met');
  assert.equal(verdict({ values: [0.89, 0.91, 0.89], least: 0.9, ...quiet }), 'missed');
  assert.equal(verdict({ values: [0.9, 0.91, 0.9], most: 0.9, ...quiet }), 'met');
  assert.equal(verdict({ values: [0.91, 0.9, 0.91], most: 0.9, ...quiet }), 'missed');
});

test('rounds that disagree say nothing near the target, and what they agree on far from it', () => {
  assert.equal(verdict({ values: [1.8, 2.1, 2.4], least: 2, ...quiet }), 'too noisy to tell');
  assert.equal(verdict({ values: [3, 4, 5], least: 2, ...quiet }), 'met');
  assert.equal(verdict({ values: [1, 1.2, 1.5], least: 2, ...quiet }), 'missed');
});

test('disturbed rounds can show that a target is met, never that it is missed', () => {
  assert.equal(verdict({ values: [3, 3, 3], least: 2, disturbed: 2 }), 'met');
  assert.equal(verdict({ values: [2.1, 2.1, 2.1], least: 2, disturbed: 2 }), 'too noisy to tell');
  assert.equal(verdict({ values: [1, 1, 1], least: 2, disturbed: 2 }), 'too noisy to tell');
});

test('for a count noise is no excuse', () => {
  assert.equal(verdict({ values: [0, 0, 0], most: 0, isCount: true, disturbed: 9 }), 'met');
  assert.equal(verdict({ values: [0, 1, 0], most: 0, isCount: true, disturbed: 9 }), 'missed');
});

test('foreign processor time and steal disturb beyond their limits', () => {
  assert.equal(disturbance({ foreign_cores: foreignLimit, steal: 0 }), 1);
  assert.equal(disturbance({ foreign_cores: 0, steal: stealLimit * 2 }), 2);
  assert.equal(disturbance({}), 0);
});

test('a target is judged by the rounds in which all it needs was measured', () => {
  const target = { of: ['host', 'nats'], least: 2, value: (round) => round.host.rate / round.nats.rate };
  const { values, says } = judge(target, [{ host: { rate: 4 } }, { host: { rate: 4 }, nats: { rate: 1 } }]);
  assert.deepEqual(values, [4]);
  assert.equal(says, 'met');
  assert.equal(judge(target, [{ host: { rate: 4 } }]).says, 'not measured');
});

// ---- taking rounds ------------------------------------------------------------------------------------------------------------

const party = (name, figures, more = {}) => ({ name, missing: () => false, measure: async () => figures.shift(), ...more });
const silent = { rounds: 2, withPeers: true, note: () => {} };

test('parties are measured in turn', async () => {
  const order = [];
  const spy = (name) => party(name, [], { measure: async () => (order.push(name), { rate: 1 }) });
  await run({ name: 'row', shows: 'rate', parties: { a: spy('a'), b: spy('b') } }, silent);
  assert.deepEqual(order, ['a', 'b', 'a', 'b']);
});

test('a disturbed measurement is taken once more, and the calmer one counts', async () => {
  const a = party('a', [{ rate: 1, steal: 1 }, { rate: 2, steal: 0.5 }, { rate: 3, steal: 0 }]);
  const { rounds } = await run({ name: 'row', shows: 'rate', parties: { a } }, silent);
  assert.deepEqual(rounds.map((round) => round.a.rate), [2, 3]);
});

test('what is not installed, not asked for or fails is left out by name, and the others go on', async () => {
  const row = () => ({
    name: 'row',
    shows: 'rate',
    parties: {
      a: party('a', [{ rate: 1 }, { rate: 1 }]),
      b: party('b', [], { missing: () => 'Debian package b' }),
      c: party('c', [{ rate: 1 }, { rate: 1 }], { isPeer: true }),
      d: party('d', [], { measure: async () => assert.fail('no port') }),
    },
  });
  const asked = await run(row(), silent);
  assert.deepEqual(asked.absent, ['b (Debian package b)']);
  assert.deepEqual(asked.failed, ['d: no port']);
  assert.deepEqual(asked.rounds.map((round) => Object.keys(round)), [['a', 'c'], ['a', 'c']]);
  const alone = await run(row(), { ...silent, withPeers: false });
  assert.deepEqual(alone.absent, ['b (Debian package b)', 'c (not asked for)']);
});
