// The measured rows as a table for people.
import { amount } from './run.js';
import { disturbance, median, verdict } from './verdict.js';

const columns = [54, 34, 40, 17];

function line(cells) {
  return cells.map((cell, i) => cell.padEnd(columns[i])).join('  ').trimEnd();
}

export const heading = () => [line(['scenario', 'target', 'measured (of each round)', 'verdict']), columns.map((n) => '-'.repeat(n)).join('  ')];

// What one target got from the rounds in which all it needs was measured.
export function judge(target, rounds) {
  const complete = rounds.filter((round) => target.of.every((party) => round[party]));
  if (complete.length === 0) return { values: [], says: 'not measured' };
  const values = complete.map(target.value);
  const disturbed = Math.max(...complete.flatMap((round) => target.of.map((party) => disturbance(round[party]))));
  return { values, says: verdict({ values, disturbed, ...target }) };
}

export function describe({ row, rounds, absent, failed }) {
  const lines = row.targets.map((target, i) => {
    const { values, says } = judge(target, rounds);
    const measured = values.length ? `${amount(median(values))}  (${values.map(amount).join(' ')})` : '';
    return line([i === 0 ? row.title : '', target.says, measured, says]);
  });
  lines.push(`    ${row.name}, ${row.shows}: ${Object.keys(row.parties).map((id) => shown(row, id, rounds)).filter(Boolean).join(', ')}`);
  if (absent.length) lines.push(`    left out: ${absent.join(', ')}`);
  failed.forEach((reason) => lines.push(`    failed: ${reason}`));
  return lines;
}

function shown(row, id, rounds) {
  const figures = rounds.map((round) => round[id]).filter(Boolean);
  if (figures.length === 0) return '';
  const name = row.parties[id].name;
  const value = (figure) => median(figures.map((each) => each[figure]));
  if (figures[0].commit_p50_ms !== undefined)
    return `${name} commits in ${amount(value('commit_p50_ms'))} ms (p99 ${amount(value('commit_p99_ms'))})`;
  if (figures[0]['handle/s'] !== undefined) return `${name} ${amount(value('handle/s'))} in groups of ${amount(value('group'))}`;
  const latency = figures[0].p99_ms === undefined ? '' : ` (p50 ${amount(value('p50_ms'))} ms, p99 ${amount(value('p99_ms'))} ms)`;
  return `${name} ${amount(value(row.shows))}${latency}`;
}
