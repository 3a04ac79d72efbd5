// Chance that can be repeated: the seed is printed, and COCOTALK_SEED brings it back.
export function seeded(t) {
  const seed = Number(process.env.COCOTALK_SEED ?? Math.floor(Math.random() * 2 ** 32)) >>> 0;
  t.diagnostic(`seed ${seed}: COCOTALK_SEED=${seed} repeats this run`);
  let state = seed;
  // mulberry32: 0 ≤ x < 1
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
