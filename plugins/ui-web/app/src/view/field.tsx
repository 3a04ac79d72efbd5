// A labelled input bound to a signal.
import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

interface FieldProps {
  id: string;
  label: string;
  value: Signal<string>;
  type?: 'text' | 'password' | 'email' | 'tel';
  autocomplete?: string;
  maxLength?: number;
  autofocus?: boolean;
}

export function Field({ id, label, value, type = 'text', autocomplete = 'off', maxLength, autofocus }: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autofocus) input.current!.focus();
  }, []);
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type as 'text'}
        value={value.value}
        autocomplete={autocomplete as 'off'}
        {...(maxLength ? { maxLength } : {})}
        ref={input}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
    </p>
  );
}

// What went wrong, told to screen readers too.
export const Trouble = ({ text }: { text: string }) => (
  <p class="trouble" role="alert">
    {text}
  </p>
);
