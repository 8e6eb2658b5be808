import { type FormEvent, useRef, useState } from 'react';

export type Submit = {
  readonly onSubmit: (event: FormEvent) => void;
  readonly isBusy: boolean;
  /** Why the last attempt was refused. */
  readonly error: unknown;
};

/** Sends a form: busy meanwhile, the refusal kept for the form to show. */
export const useSubmit = (send: () => Promise<void>): Submit => {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (): Promise<void> => {
    setIsBusy(true);
    setError(undefined);
    try {
      await send();
    } catch (cause) {
      setError(cause);
    }
    setIsBusy(false);
  };
  return {
    isBusy,
    error,
    onSubmit: (event) => {
      event.preventDefault();
      if (!isBusy) void run();
    },
  };
};

/** One idempotency key for the same intent however often it is sent, another one once it reads differently. */
export const useIntent = (): ((body: unknown) => string) => {
  const last = useRef({ text: '', key: '' });
  return (body) => {
    const text = JSON.stringify(body);
    if (last.current.text !== text) last.current = { text, key: crypto.randomUUID() };
    return last.current.key;
  };
};
