// A room with something in it: three people, a conversation, a photo. Said over the native protocol, as other clients would.
import { Native } from '../../scenarios/lib/native.js';
import { befriend, freshName, memberOf, signIn, signUp } from '../../scenarios/lib/people.js';
import { MOBILE } from '../../scenarios/lib/device.js';

// Somebody with a phone; his page is free for the browser.
export async function somebody(host, name) {
  const cid = freshName('s');
  const { id } = await signUp(host, cid, { username: name, nickname: name });
  const device = await signIn(host, cid, MOBILE);
  return { id, cid, username: name, device, native: await Native.connect(host, device.accessToken) };
}

export async function friends(...people) {
  for (const from of people) for (const to of people) if (from !== to) await befriend(from, to);
}

export async function ok(person, command, json) {
  const { status, body } = await person.native.ask(command, json);
  if (status !== 'ok') throw new Error(`${command}: ${status} ${JSON.stringify(body)}`);
  return body;
}

export const group = async (name, maker, ...others) => (await ok(maker, 'room.create', { roomname: name, img: '', type: 1, members: [maker, ...others].map(memberOf) })).id;
export const pair = async (maker, other) => (await ok(maker, 'room.create', { roomname: other.username, img: '', type: 0, members: [maker, other].map(memberOf) })).id;
export const say = (person, roomId, content, more = {}) => ok(person, 'room.send', { roomId, content, ...more });
export const sayAll = async (roomId, ...lines) => {
  for (const [person, text] of lines) await say(person, roomId, text);
};
