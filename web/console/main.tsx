import './styles/app.css';
import { createRoot, type Root } from 'react-dom/client';
import { createApi } from './api/client.ts';
import { App } from './app.tsx';
import { followPreferences } from './preferences/preferences.ts';
import { loadConfig } from './session/config.ts';
import { createSession, type Session } from './session/session.ts';
import { SignIn } from './session/sign-in.tsx';
import { StartFailed } from './session/start-failed.tsx';
import { drafts } from './stores/drafts.ts';

/** Reads the configuration, completes a sign-in under way, then shows the workspace or the sign-in page. */
const start = async (root: Root): Promise<void> => {
  const config = await loadConfig();
  const session = createSession(config);
  const problem = await completeSignIn(session);
  const showSignIn = (reason?: string): void => root.render(<SignIn session={session} reason={reason} />);
  if (problem || !(await session.token('current').catch(() => undefined))) return showSignIn(problem);
  const api = createApi({
    baseUrl: config.apiUrl,
    fetch: (input, init) => fetch(input, init),
    token: session.token,
    onSignedOut: () => showSignIn('Your sign-in has ended. Drafts are kept on this device.'),
  });
  root.render(<App needs={{ api, session }} />);
};

const completeSignIn = async (session: Session): Promise<string | undefined> => {
  const query = new URLSearchParams(location.search);
  if (!query.has('state') || !(query.has('code') || query.has('error'))) return undefined;
  try {
    history.replaceState(null, '', await session.finishSignIn());
    return undefined;
  } catch {
    history.replaceState(null, '', '/');
    return 'Sign-in was not completed. Please try again.';
  }
};

followPreferences();
window.addEventListener('pagehide', drafts.flush);
document.addEventListener('visibilitychange', drafts.flush);

const element = document.getElementById('root');
if (element) {
  const root = createRoot(element);
  start(root).catch(() => root.render(<StartFailed />));
}
