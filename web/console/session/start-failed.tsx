import { PlugZap } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Neither configuration nor sign-in could be read: nothing else can be shown. */
export const StartFailed = () => (
  <main className="h-full">
    <Notice icon={PlugZap} action={<Button onPress={() => location.reload()}>Try again</Button>}>
      <h1 className="font-medium text-text">Parley could not start.</h1>
      <p>Its configuration cannot be read. Check your connection, then try again.</p>
    </Notice>
  </main>
);
