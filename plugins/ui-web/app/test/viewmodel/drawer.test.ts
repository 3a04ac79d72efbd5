import { expect, test } from 'vitest';
import { App } from '../../src/viewmodel/app';
import { Drawer } from '../../src/viewmodel/drawer';
import { settle } from '../fake_host';
import { chat, FakeService, roomId } from '../fake_service';

test('the drawer shows what was sent as far back as one looks, the newest first', async () => {
  const service = new FakeService();
  const files: Record<number, object> = { 5: { type: 4, content: 'http://h/files/chat/a.png' }, 120: { type: 6, content: 'http://h/files/chat/b.pdf#b.pdf' }, 150: { type: 5, content: 'http://h/files/chat/c.mp4' } };
  service.messages = Array.from({ length: 200 }, (_, i) => chat(i + 1, 2, files[i + 1]));
  const app = new App(await service.started(), service.restClient());
  app.openRoom(roomId);
  await settle();
  const drawer = new Drawer(app.conversation.value!, app.repository);
  await drawer.lookFurther();
  expect([drawer.pictures.value.map(({ number }) => number), drawer.files.value.map(({ text }) => text)]).toEqual([[150], ['/files/chat/b.pdf#b.pdf']]);
  await drawer.lookFurther();
  expect(drawer.pictures.value.map(({ number }) => number)).toEqual([150, 5]);
  expect(drawer.from.value).toBe(1);
});
