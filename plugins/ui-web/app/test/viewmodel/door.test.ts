import { beforeEach, expect, test } from 'vitest';
import { deviceName } from '../../src/viewmodel/settings';
import { SignIn } from '../../src/viewmodel/sign_in';
import { SignUp } from '../../src/viewmodel/sign_up';
import { words } from '../../src/viewmodel/words/words';
import { FakeService } from '../fake_service';

let service: FakeService;
beforeEach(() => void (service = new FakeService()));

test('a wrong password says so, and what was typed stays', async () => {
  service.restAnswers['POST /auth/signin'] = () => ({ isSuccess: false, code: 2001 });
  const model = new SignIn(service.repository());
  model.cid.value = ' anna ';
  expect(model.canGo.value).toBe(false);
  model.password.value = 'wrong';
  await model.go();
  expect([model.trouble.value, model.cid.value, model.password.value, model.isBusy.value]).toEqual([words.value.errPassword, ' anna ', 'wrong', false]);
});

test('without a host it says that the host cannot be reached', async () => {
  delete service.restAnswers['POST /auth/signin'];
  const model = new SignIn(service.repository());
  [model.cid.value, model.password.value] = ['anna', 'x'];
  await model.go();
  expect(model.trouble.value).toBe(words.value.errOffline);
});

const filled = () => {
  const model = new SignUp(service.repository(), service.restClient());
  for (const field of Object.values(model.fields)) field.value = 'something';
  return model;
};

test('whoever signed up is signed in', async () => {
  service.restAnswers['POST /auth/signup'] = (form: FormData) => ({ isSuccess: true, result: { cid: form.get('cid') } });
  await filled().go();
  expect(service.session).toEqual({ accessToken: 'a', refreshToken: 'r', stays: false });
});

test('an address that must be proved, and an id that is taken, are told apart', async () => {
  const model = filled();
  service.restAnswers['POST /auth/signup'] = () => ({ isSuccess: false, code: 2001 });
  await model.go();
  expect(model.trouble.value).toBe(words.value.errEmail);
  service.restAnswers['POST /auth/signup'] = () => ({ isSuccess: false, code: 2003 });
  await model.go();
  expect(model.trouble.value).toBe(words.value.errExists);
});

test('a code is asked for and checked', async () => {
  const model = filled();
  service.restAnswers['POST /auth/email/issue'] = () => ({ isSuccess: true, result: {} });
  service.restAnswers['POST /auth/email/validation'] = ({ code }) => ({ isSuccess: true, result: { isValid: code === 'right' } });
  await model.sendCode();
  expect(model.codeState.value).toBe('sent');
  for (const code of ['wrong', 'right'] as const) {
    model.code.value = code;
    await model.checkCode();
    expect(model.codeState.value).toBe(code);
  }
});

test('only pictures are taken for one', () => {
  const model = filled();
  model.choosePicture(new File(['x'], 'a.txt', { type: 'text/plain' }));
  expect([model.picture.value, model.trouble.value]).toEqual([undefined, words.value.errPicture]);
  model.choosePicture(new File(['x'], 'a.png', { type: 'image/png' }));
  expect([model.picture.value?.name, model.trouble.value]).toEqual(['a.png', '']);
});

test('devices are named by what people know', () => {
  expect(deviceName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/97 Safari/537.36 Edg/97')).toBe('Edge · Windows');
  expect(deviceName('CocoTalk/1.0 (com.cocotalk; iOS 15) Alamofire/5')).toBe('CocoTalk');
  expect(deviceName('curl/8')).toBe('curl/8');
});
