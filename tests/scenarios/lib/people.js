// Accounts, friends and rooms to talk in.
import { Device, MOBILE, WEB } from './device.js';

// Without blanks: the original page takes them out.
export const password = 'correct-horse-battery';

let count = 0;

// A name no other test of this process uses; at most 20 characters.
export const freshName = (word = 'p') => `${word}${process.pid.toString(36)}${(count++).toString(36)}`.slice(0, 20);

export function signUpParts(cid, changes = {}) {
  const fields = { cid, password, username: `${cid}-name`, nickname: `${cid}-nick`, phone: `010${cid}`.slice(0, 20), email: `${cid}@example.org`, status: '0', ...changes };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name, value }));
}

// Signs up as the phone does; answers the result of A3.
export async function signUp(host, cid, changes) {
  const answer = await new Device(host, MOBILE).upload('POST', '/auth/signup', signUpParts(cid, changes));
  if (answer.status !== 201) throw new Error(`sign-up of ${cid}: HTTP ${answer.status} ${answer.text}`);
  return answer.json.result;
}

export async function signIn(host, cid, kind = WEB, fcmToken = undefined) {
  const device = new Device(host, kind);
  const answer = await device.signIn(cid, password, fcmToken);
  if (!answer.json?.isSuccess) throw new Error(`sign-in of ${cid}: HTTP ${answer.status} ${answer.text}`);
  return device;
}

// A new account, signed in on one device: { id, cid, username, device }.
export async function person(host, { kind = WEB, word } = {}) {
  const cid = freshName(word);
  const { id, username } = await signUp(host, cid);
  return { id, cid, username, device: await signIn(host, cid, kind) };
}

// Four at a time: passwords are slow on purpose, and the host has two workers for them.
export async function people(host, n, options) {
  const made = [];
  const makeSome = async () => {
    while (made.length < n) {
      const place = made.push(null) - 1;
      made[place] = await person(host, options);
    }
  };
  await Promise.all(Array.from({ length: 4 }, makeSome));
  return made;
}

export const memberOf = ({ id, username }) => ({ userId: id, username, profile: '{"profile":null,"background":null,"message":null}' });

// A room of these people, made by the first of them: RoomVo.
export function room(creator, ...others) {
  const everybody = [creator, ...others];
  return creator.device.posted('/chat/rooms', {
    roomname: 'room', img: null, type: everybody.length === 2 ? 0 : 1, members: everybody.map(memberOf),
  });
}

export async function befriend(from, to) {
  return from.device.posted('/user/friends', { toUid: to.id });
}
