import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { BrandMark } from './brand-mark.tsx';
import type { Session } from './session.ts';

type SignInProps = { readonly session: Session; readonly reason?: string | undefined };

/** The door: one button that leads to the business's own sign-in. */
export const SignIn = ({ session, reason }: SignInProps) => {
  const [state, setState] = useState<'ready' | 'leaving' | 'failed'>('ready');
  const signIn = (): void => {
    setState('leaving');
    const here = `${location.pathname}${location.search}`;
    session.signIn(here).catch(() => setState('failed'));
  };
  const message = state === 'failed' ? 'The sign-in service cannot be reached. Please try again.' : reason;
  return (
    <main className="grid h-full place-items-center bg-canvas p-6">
      <div className="grid w-full max-w-88 justify-items-center gap-6 rounded-xl border border-border bg-surface px-8 py-10 text-center">
        <BrandMark size={48} />
        <div className="grid gap-1">
          <h1 className="text-20 font-semibold">Parley</h1>
          <p className="text-text-2">Every conversation with your customers, on one desk.</p>
        </div>
        {message ? (
          <p role="alert" className="w-full rounded-m bg-warn-soft px-3 py-2 text-13 text-warn">
            {message}
          </p>
        ) : null}
        <Button look="primary" className="h-10 w-full text-14" isDisabled={state === 'leaving'} onPress={signIn}>
          <LogIn size={16} aria-hidden />
          {state === 'leaving' ? 'Opening sign-in…' : 'Sign in'}
        </Button>
      </div>
    </main>
  );
};
