// The speed table: what each row measures, and what it asks of the figures. The method is told in docs/performance.md.
import { broker, messenger } from '../peers/cocotalk.js';
import { mosquitto } from '../peers/mosquitto.js';
import { nats } from '../peers/nats.js';
import { socketio, ws } from '../peers/node_rooms.js';
import { probeBatch, probeEach } from '../peers/probe.js';
import { rabbitmq } from '../peers/rabbitmq.js';
import { disk, handle, load } from './measure.js';

// ---- what is asked ------------------------------------------------------------------------------------------------------------

const perCpu = 'arrived_per_cpu_s';

// `figure` of one party divided by that of another, in the same round.
const ratio = (figure, one, other) => ({
  of: [one, other],
  value: (round) => round[one][figure] / round[other][figure],
});
const figure = (name, of = 'host') => ({ of: [of], value: (round) => round[of][name] });

const atLeast = (least, says, what) => ({ says, least, ...what });
const atMost = (most, says, what) => ({ says, most, ...what });
const none = (says, name) => ({ says, most: 0, isCount: true, ...figure(name) });

// ---- what is measured ---------------------------------------------------------------------------------------------------------

const named = (name, measurement) => ({ ...measurement, name });
// Everybody in one room. Sixteen messages under way are four of each of four publishers: one with all sixteen would let any server batch
// wholly.
const oneUnderWay = { connections: 1000, publishers: 1, window: 1 };
const sixteenUnderWay = { connections: 1000, publishers: 4, window: 4 };
const small = { connections: 1000, rate: 2000, 'room-size': 10 };
const sixteen = (window) => ({ connections: 16, window });
const many = { connections: 19_000, 'room-size': 10 };

export const rows = [
  {
    name: 'fanout-1',
    title: 'fan-out to 1,000, one message under way',
    shows: perCpu,
    rounds: 5,
    parties: {
      host: load(broker(), 'fanout', oneUnderWay),
      probe: load(probeEach, 'fanout', oneUnderWay),
      nats: load(nats, 'fanout', oneUnderWay),
      rabbitmq: load(rabbitmq, 'fanout', oneUnderWay),
    },
    targets: [
      atLeast(0.9, '≥ 0.9 × probe, each', ratio(perCpu, 'host', 'probe')),
      atLeast(2, '≥ 2 × nats-server', ratio(perCpu, 'host', 'nats')),
      atLeast(8, '≥ 8 × RabbitMQ', ratio(perCpu, 'host', 'rabbitmq')),
    ],
  },
  {
    name: 'fanout-16',
    title: 'fan-out to 1,000, sixteen under way',
    shows: perCpu,
    parties: {
      host: load(broker(), 'fanout', sixteenUnderWay),
      probe: load(probeBatch, 'fanout', sixteenUnderWay),
      nats: load(nats, 'fanout', sixteenUnderWay),
      rabbitmq: load(rabbitmq, 'fanout', sixteenUnderWay),
      far: named('cocotalk to 5,000', load(broker(), 'fanout', { ...sixteenUnderWay, connections: 5000 })),
    },
    targets: [
      atLeast(0.7, '≥ 0.7 × probe, batch', ratio(perCpu, 'host', 'probe')),
      atLeast(3.5, '≥ 3.5 × nats-server', ratio(perCpu, 'host', 'nats')),
      atLeast(80, '≥ 80 × RabbitMQ', ratio(perCpu, 'host', 'rabbitmq')),
      atLeast(0.85, 'to 5,000: ≥ 0.85 × to 1,000', ratio(perCpu, 'far', 'host')),
    ],
  },
  {
    name: 'rooms-2000',
    title: 'rooms of ten, 1,000 connections, 2,000 msg/s',
    shows: perCpu,
    parties: {
      host: load(broker(), 'rooms', small),
      ws: load(ws, 'rooms', small),
      mosquitto: load(mosquitto, 'rooms', small),
      socketio: load(socketio, 'rooms', small),
    },
    targets: [
      atLeast(1.4, '≥ 1.4 × node ws', ratio(perCpu, 'host', 'ws')),
      atMost(1, "p99 ≤ mosquitto's", ratio('p99_ms', 'host', 'mosquitto')),
    ],
  },
  {
    name: 'rooms-5000',
    title: 'rooms of ten, 5,000 connections, 5,000 msg/s',
    shows: perCpu,
    parties: { host: load(broker(), 'rooms', { connections: 5000, rate: 5000, 'room-size': 10 }) },
    targets: [
      atMost(0.9, 'core busy < 0.9', figure('server_cores')),
      none('nothing lost', 'lost'),
      none('nothing held back', 'skipped'),
    ],
  },
  {
    name: 'rooms-committed',
    title: 'the same 2,000 msg/s, each committed first',
    shows: perCpu,
    parties: { host: load(messenger(1000), 'rooms', small), relayed: named('cocotalk topics', load(broker(), 'rooms', small)), disk },
    targets: [
      atLeast(0.6, '≥ 0.6 × without storage', ratio(perCpu, 'host', 'relayed')),
      atMost(5, "p99 ≤ one commit's + 5 ms", {
        of: ['host', 'disk'],
        value: (round) => round.host.p99_ms - round.disk.commit_p99_ms,
      }),
    ],
  },
  ...[
    { window: 1, least: 5 },
    { window: 32, least: 12 },
  ].map(({ window, least }) => ({
    name: `durable-${window}`,
    title: `receipts on a kept topic, 16 publishers, window ${window}`,
    shows: 'arrived_per_s',
    parties: { host: load(broker(), 'durable', sixteen(window)), rabbitmq: load(rabbitmq, 'durable', sixteen(window)), disk },
    targets: [atLeast(least, `≥ ${least} × RabbitMQ`, ratio('arrived_per_s', 'host', 'rabbitmq'))],
  })),
  ...[1, 32].map((window) => ({
    name: `durable-rooms-${window}`,
    title: `receipts in CocoTalk rooms, 16 publishers, window ${window}`,
    shows: 'arrived_per_s',
    parties: { host: load(messenger(20), 'durable', sixteen(window)), handle: handle(16 * window), disk },
    targets: [
      atLeast(0.5, '≥ 0.5 × the raw handle', {
        of: ['host', 'handle'],
        value: (round) => round.host.arrived_per_s / round.handle['handle/s'],
      }),
    ],
  })),
  {
    name: 'idle',
    title: '19,000 idle connections, one subscription each',
    shows: 'bytes_per_connection',
    parties: {
      host: load(broker(), 'idle', many),
      mosquitto: load(mosquitto, 'idle', many),
      nats: load(nats, 'idle', many),
    },
    orientation: ['mosquitto', 'nats'],
    targets: [
      atMost(1024, '≤ 1,024 bytes each', figure('bytes_per_connection')),
      atMost(0.005, '0.00 cores', figure('idle_cores')),
      atLeast(11_000, '≥ 11,000 opened per CPU-second', figure('opened_per_cpu_s')),
    ],
  },
  ...[
    { underWay: 1, room: oneUnderWay, least: 0.9 },
    { underWay: 16, room: sixteenUnderWay, least: 0.8 },
  ].map(({ underWay, room, least }) => ({
    name: `lanes-${underWay}`,
    title: `two lanes on one core, to 1,000, ${underWay} under way`,
    shows: perCpu,
    parties: { host: load(broker({ lanes: 2 }), 'fanout', room), one: load(broker(), 'fanout', room) },
    targets: [atLeast(least, `≥ ${least} × one lane`, ratio(perCpu, 'host', 'one'))],
  })),
];
