// Which numbers of a long conversation are in the page: never more than `size` messages at once, however far one scrolls.
export interface Window {
  first: number; // the number of the first message shown
  size: number;
}

export const windowSize = 80;
const step = 20;

export const endOf = ({ first, size }: Window): number => first + size - 1;
export const tailOf = (head: number, size = windowSize): Window => ({ first: Math.max(1, head - size + 1), size });
export const isAtTail = (window: Window, head: number): boolean => endOf(window) >= head;
export const older = ({ first, size }: Window): Window => ({ first: Math.max(1, first - step), size });
export const newer = ({ first, size }: Window, head: number): Window => ({ first: Math.max(1, Math.min(head - size + 1, first + step)), size });
export const around = (number: number, head: number, size = windowSize): Window => ({ first: Math.max(1, Math.min(head - size + 1, number - Math.floor(size / 2))), size });
