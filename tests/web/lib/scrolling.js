// Scrolling through a room as a person does, a frame after the other, and what is seen on the way: `most` messages at once, how many
// were `passed` in all, and by how many pixels what one read moved beyond what one scrolled (`drift`).
const stepPx = 700;

export const scrollUpTo = (page, number) => page.evaluate(scroll, { goal: number, step: -stepPx });
export const scrollDown = (page, messages) => page.evaluate(scroll, { goal: messages, step: stepPx });

// In the page. Upwards to the message `goal`, or downwards until that many were passed.
async function scroll({ goal, step }) {
  const box = document.querySelector('.messages');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const numbers = new Set();
  let most = 0, drift = 0, lowest = Infinity;
  const look = () => {
    const shown = box.querySelectorAll('.msg');
    most = Math.max(most, shown.length);
    for (const each of shown) numbers.add(Number(each.dataset.number));
    lowest = Math.min(lowest, Number(shown[0]?.dataset.number));
    return shown;
  };
  const end = performance.now() + 180_000;
  for (let shown = look(); step < 0 ? lowest > goal : numbers.size < goal; shown = look()) {
    if (performance.now() > end) throw new Error(`no further: ${numbers.size} messages passed`);
    const read = [...shown].find((each) => each.offsetTop > box.scrollTop);
    const [at, from] = [read?.getBoundingClientRect().top, box.scrollTop];
    box.scrollTop = Math.max(0, from + step);
    const scrolled = from - box.scrollTop;
    await frame();
    await frame(); // what came is drawn
    if (read?.isConnected) drift = Math.max(drift, Math.abs(read.getBoundingClientRect().top - at - scrolled));
  }
  return { most, drift, passed: numbers.size };
}
