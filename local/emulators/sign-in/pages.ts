import { randomBytes } from 'node:crypto';
import type { Person } from './person.ts';

export type Page = { readonly html: string; readonly contentSecurityPolicy: string };

/** The page on which one chooses who to be. The form may lead back to the console, hence its origins in the policy. */
export const signInPage = (action: string, people: readonly Person[], origins: readonly string[]): Page =>
  page({
    title: 'Sign in to Parley',
    formAction: ["'self'", ...origins].join(' '),
    content: `
    <p>This is the local system. Choose who to be; there is no password.</p>
    <form method="post" action="${escaped(action)}">
      <ul>${people.map(choice).join('')}</ul>
    </form>`,
  });

/** The page that ends the session: it submits itself, and has a button where scripts are off. */
export const signOutPage = (form: string, origins: readonly string[]): Page =>
  page({
    title: 'Signing out of Parley',
    formAction: ["'self'", ...origins].join(' '),
    content: `
    ${form}
    <button form="op.logoutForm" name="logout" value="yes"><strong>Sign out</strong></button>`,
    script: `document.querySelector('button[name="logout"]').click();`,
  });

/** The page that says that something is over or went wrong. */
export const messagePage = (title: string, message: string): Page =>
  page({ title, formAction: "'none'", content: `<p>${escaped(message)}</p>` });

const choice = ({ id, name, groups, title }: Person) => `
        <li><button name="person" value="${escaped(id)}">
          <strong>${escaped(name)}</strong> <span>${escaped([...groups.slice(0, 1), title].join(' · '))}</span>
        </button></li>`;

type Parts = {
  readonly title: string;
  readonly content: string;
  readonly formAction: string;
  readonly script?: string;
};

function page({ title, content, formAction, script }: Parts): Page {
  const nonce = randomBytes(16).toString('base64');
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)}</title>
    <style nonce="${nonce}">${style}</style>
  </head>
  <body>
  <main>
    <h1>${escaped(title)}</h1>${content}
  </main>${script ? `\n  <script nonce="${nonce}">${script}</script>` : ''}
  </body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `form-action ${formAction}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return { html, contentSecurityPolicy: policy.join('; ') };
}

const replacements: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => replacements[character] ?? character);

const style = `
  :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center;
    background: light-dark(#f4f5f7, #15171b); color: light-dark(#1b1f27, #eceef2); }
  main { box-sizing: border-box; width: min(26rem, 100vw); padding: 2rem 1.5rem; }
  h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
  p { margin: 0 0 1.25rem; color: light-dark(#4a5160, #b4bac6); }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
  button { box-sizing: border-box; width: 100%; min-height: 3rem; padding: .625rem 1rem; text-align: left;
    font: inherit; color: inherit; cursor: pointer; border-radius: .5rem;
    background: light-dark(#fff, #20242b); border: 1px solid light-dark(#8a91a0, #6b7280); }
  button:hover { background: light-dark(#eef3ff, #2a303a); }
  button:focus-visible { outline: 3px solid light-dark(#1d4ed8, #93b4ff); outline-offset: 2px; }
  strong { display: block; }
  span { color: light-dark(#4a5160, #b4bac6); }
`;
