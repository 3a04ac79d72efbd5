// A photo for the pictures: three ridges before an evening sky.
import { drawn } from '../../scenarios/lib/png.js';

const ridges = [
  { height: (x) => 190 + 46 * Math.sin(x / 62) + 22 * Math.sin(x / 23 + 1), colour: [148, 160, 196] },
  { height: (x) => 250 + 40 * Math.sin(x / 81 + 2) + 18 * Math.sin(x / 19), colour: [92, 116, 150] },
  { height: (x) => 318 + 26 * Math.sin(x / 55 + 4) + 9 * Math.sin(x / 11 + 2), colour: [42, 74, 84] },
];

export function landscape(width = 480, height = 400) {
  return drawn(width, height, (x, y) => {
    for (const { height: top, colour } of [...ridges].reverse()) if (y > top(x)) return colour;
    if (Math.hypot(x - 350, y - 110) < 34) return [255, 244, 214];
    const down = y / height;
    return [255, Math.round(150 + 70 * down), Math.round(110 + 110 * down)];
  });
}
