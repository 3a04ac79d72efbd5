// Runs rows: all parties of a row in turn, A B C A B C …, so that what the machine does meanwhile happens to all of them.
import { disturbance } from './verdict.js';

// `context`: build, serverCore, loadCore, warmup, seconds; `rounds`: 0 for as many as the row wants; `note` hears of each figure.
// Answers { row, parties, rounds, absent, failed }: rounds are objects of figures by party; absent are parties that are not
// installed, failed those that could not be measured, with the reason.
export async function run(row, { rounds, withPeers, note, ...context }) {
  const parties = new Map(Object.entries(row.parties));
  const absent = [];
  for (const [id, party] of parties) {
    const missing = party.isPeer && !withPeers ? 'not asked for' : party.missing();
    if (!missing) continue;
    parties.delete(id);
    absent.push(`${party.name} (${missing})`);
  }
  const taken = [];
  const failed = [];
  for (let i = 0; i < (rounds || row.rounds || 3); ++i) {
    const round = {};
    for (const [id, party] of parties) {
      if (i > 0 && row.orientation?.includes(id)) continue;
      try {
        round[id] = await calmly(() => party.measure(context));
        note(`${row.name}, round ${i + 1}: ${party.name} ${amount(round[id][row.shows])}`);
      } catch (error) {
        failed.push(`${party.name}: ${error.stderr || error.message}`.trim());
        note(`${row.name}, round ${i + 1}: ${failed.at(-1)}`);
        parties.delete(id);
      }
    }
    taken.push(round);
  }
  return { row, rounds: taken, absent, failed };
}

// Once more when somebody disturbed it; the calmer of the two counts.
async function calmly(measure) {
  const first = await measure();
  if (disturbance(first) <= 1) return first;
  const second = await measure();
  return disturbance(second) < disturbance(first) ? second : first;
}

export const amount = (value) =>
  value === undefined ? '' : value.toLocaleString('en-US', { maximumSignificantDigits: value < 1000 ? 3 : 4 });
