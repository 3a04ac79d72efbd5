// Sends a form with a file, and says how far it is: `fetch` cannot.
import { Refusal } from './refusal';
import { opened } from './rest';

export interface Upload {
  done: Promise<any>;
  cancel(): void;
}
export type SendForm = (method: string, path: string, token: string, form: FormData, progress: (part: number) => void) => Upload;

export const sendForm: SendForm = (method, path, token, form, progress) => {
  const request = new XMLHttpRequest();
  const done = new Promise<any>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => total && progress(loaded / total);
    request.onerror = request.ontimeout = () => reject(new Refusal('offline'));
    request.onabort = () => reject(new Refusal('invalid', 'CANCELLED'));
    request.onload = () => {
      try {
        resolve(opened(request.status, parsed(request.responseText), request.getResponseHeader('Retry-After')));
      } catch (refusal) {
        reject(refusal);
      }
    };
  });
  request.open(method, path);
  request.setRequestHeader('X-ACCESS-TOKEN', token);
  request.send(form);
  return { done, cancel: () => request.abort() };
};

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
