import type { ProviderInfo } from '#functions/connections-api/contract.ts';
import { faultsIn, isObject } from './json-schema.ts';
import type { Problems } from './problems.ts';
import { type Connection, type Provider, providerWords } from './words.ts';

/** As it is typed. */
export type ConnectionDraft = Readonly<
  Record<'id' | 'name' | 'address' | 'accountId' | 'queueId' | 'settings', string>
> & { readonly provider: Provider };

const indented = (settings: unknown): string => JSON.stringify(settings, null, 2);

export const emptyDraft = (provider: Provider, queueId: string): ConnectionDraft => ({
  provider,
  id: '',
  name: '',
  address: '',
  accountId: '',
  queueId,
  settings: '{}',
});

export const draftOf = ({ accountId = '', settings = {}, ...rest }: Connection): ConnectionDraft => ({
  ...rest,
  accountId,
  settings: indented(settings),
});

type Read = { readonly connection: Connection } | { readonly problems: Problems };

/** The settings in a text, if it is a JSON object. */
export const settingsIn = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** What is wrong with the settings, by the path where it is. */
const settingsProblem = (text: string, info: ProviderInfo | undefined): string | undefined => {
  const settings = settingsIn(text);
  if (!settings) return 'This is no JSON object.';
  const faults = info?.settings ? faultsIn(info.settings, settings) : [];
  if (faults.length > 0) return faults.map(({ path, message }) => `“${path}” ${message}.`).join(' ');
  return undefined;
};

const missing = (draft: ConnectionDraft): Problems =>
  Object.fromEntries(
    (['id', 'name', 'address', 'queueId'] as const)
      .filter((name) => draft[name].trim() === '')
      .map((name) => [name, 'Is missing.']),
  );

/** The connection as it is to be saved, or what keeps it from being saved. */
export const connectionFrom = (
  draft: ConnectionDraft,
  known: { readonly before: Connection | undefined; readonly info: ProviderInfo | undefined },
): Read => {
  const wrong = settingsProblem(draft.settings, known.info);
  const problems = { ...missing(draft), ...(wrong ? { settings: wrong } : {}) };
  if (Object.keys(problems).length > 0) return { problems };
  const settings = settingsIn(draft.settings) ?? {};
  const accountId = draft.accountId.trim();
  return {
    connection: {
      id: draft.id.trim(),
      provider: draft.provider,
      channel: known.before?.channel ?? providerWords[draft.provider].channel,
      name: draft.name.trim(),
      address: draft.address.trim(),
      queueId: draft.queueId,
      ...(accountId === '' ? {} : { accountId }),
      ...(known.before?.disabled ? { disabled: true } : {}),
      ...(Object.keys(settings).length === 0 ? {} : { settings }),
    },
  };
};
