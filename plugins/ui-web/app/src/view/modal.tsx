import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../viewmodel/words/words';
import { IconButton } from './icons';

interface ModalProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  class?: string;
}

// What lies over the page: the browser keeps the focus in it and gives it back.
export function Modal({ title, onClose, children, class: extra = '' }: ModalProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current!, before = document.activeElement as HTMLElement | null;
    dialog.showModal();
    return () => {
      dialog.close(); // while it is open nothing else takes the focus
      before?.focus();
    };
  }, []);
  return (
    <dialog ref={ref} class={`modal ${extra}`} aria-label={title} onCancel={(event) => (event.preventDefault(), onClose())} onClick={(event) => event.target === ref.current && onClose()}>
      <div class="modal-box">
        <header class="modal-head">
          <h2>{title}</h2>
          <IconButton icon="close" label={words.value.close} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
