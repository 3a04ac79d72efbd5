// How long the tasks of a page keep its main thread busy, from a trace of Chromium (Trace Event Format: `dur` is time on the clock,
// `tdur` time on the processor, both in microseconds). On a machine with much else to do a task is longer on the clock than the page
// made it; so what is judged is the processor's time, and the other is told beside it.
const runTask = 'ThreadControllerImpl::RunTask';

// Does `step` and answers the longest task meanwhile, { onProcessorMs, onClockMs, count }.
export async function longestTaskOf({ chromium }, { page }, step) {
  await chromium.startTracing(page, { categories: ['toplevel'] });
  let trace;
  const result = await step().finally(async () => (trace = await chromium.stopTracing()));
  const { traceEvents } = JSON.parse(trace);
  const main = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}/${tid}`));
  const tasks = traceEvents.filter(({ name, pid, tid, tdur }) => name === runTask && tdur !== undefined && main.has(`${pid}/${tid}`));
  const longest = (field) => tasks.reduce((most, task) => Math.max(most, task[field]), 0) / 1000;
  return { result, count: tasks.length, onProcessorMs: longest('tdur'), onClockMs: longest('dur') };
}
