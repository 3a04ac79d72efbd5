// A host that answers the commands of an administrator.
import { FakeService } from '../../fake_service';

export const plugin = (id: string, changes: object = {}) => ({
  id, version: '1.0.0', file: `${id}.so`, built_with: 'g++', state: 'running', sentence: '', calls: 10, errors: 0, mean_us: 5, provides: [`cocotalk.${id}/1`], can_be_replaced: true, ...changes,
});
export const now = { connections: 3, messages_per_second: 1.5, deliveries_per_second: 4, commits_per_second: 2, commit_ms: null, commit_queue: 0, read_queue: 0, outbox_bytes: 0 };

export function administered(): FakeService {
  const service = new FakeService();
  Object.assign(service.host.answers, {
    'admin.status': () => ({ host: { version: '1.0.0', started_at: 0, status: 'ok' }, now, plugins: [plugin('auth')] }),
    'admin.history': () => ({ every_ms: 10_000, until: 100_000, connections: [1, null, 3], messages_per_second: [0, 0, 1], commit_ms: [null, null, null] }),
    'admin.accounts': ({ query, after }: any) => ({ accounts: [{ id: after ?? 1, cid: query ?? 'anna', username: 'Anna', role: 'admin', rooms: 2, sessions: 1, online: true }], ...(after ? {} : { next: 50 }) }),
    'admin.rooms': () => ({ rooms: [{ id: 'r', name: '', kind: 'group', members: 2, messages: 7, last_at: null }] }),
    'admin.sessions': ({ account }: any) => ({ sessions: [{ id: 's', account: account ?? 1, cid: 'anna', kind: 'WEB', since: 1, seen_at: null }] }),
    'admin.plugin-files': () => ({ files: [{ file: 'auth-2.so', id: 'auth', version: '2.0.0' }, { file: 'other.so', id: 'other', version: '1.0.0' }] }),
    'admin.plugin-replace': () => ({ lines: ['auth 2.0.0 runs'] }),
    'admin.reload': () => ({ lines: [] }),
  });
  return service;
}
