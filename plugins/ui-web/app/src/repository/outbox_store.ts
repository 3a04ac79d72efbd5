// What is said and not yet receipted, kept over reloads.
import type { Quote } from './model';

export interface Letter {
  id: string; // the client message id: the same letter twice is one message
  account: number;
  roomId: string;
  kind: 'text' | 'photo' | 'video' | 'file';
  text: string; // of a file: its address, once it is uploaded
  at: number;
  file?: Blob;
  fileName?: string;
  replyTo?: Quote;
  mentions?: number[];
  failed?: string; // why it was refused for good; a person decides
  said?: true; // stored by the host; shown until its event is heard
}
export interface OutboxStore {
  all(account: number): Promise<Letter[]>; // in their order
  put(letter: Letter): Promise<void>;
  remove(id: string): Promise<void>;
}

const done = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('cocotalk', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('outbox', { keyPath: 'id' });
  return done(request);
}

// In IndexedDB; keys are ordered by time.
export function indexedStore(): OutboxStore {
  let opened: Promise<IDBDatabase> | undefined;
  const store = async (mode: IDBTransactionMode) => (await (opened ??= openDatabase())).transaction('outbox', mode).objectStore('outbox');
  return {
    all: async (account) => ((await done((await store('readonly')).getAll())) as Letter[]).filter((letter) => letter.account === account),
    put: async (letter) => void (await done((await store('readwrite')).put(letter))),
    remove: async (id) => void (await done((await store('readwrite')).delete(id))),
  };
}

// For a browser that keeps nothing (private windows of some), and for tests.
export function memoryStore(): OutboxStore & { letters: Map<string, Letter> } {
  const letters = new Map<string, Letter>();
  return {
    letters,
    all: async (account) => [...letters.values()].filter((letter) => letter.account === account),
    put: async (letter) => void letters.set(letter.id, letter),
    remove: async (id) => void letters.delete(id),
  };
}
