import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useBootstrap, useNeeds } from '../api/context.ts';
import { channelNames } from '../format/words.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { confirmDone } from '../ui/toast.ts';
import { Fact, Panel } from './panel.tsx';
import { providersQuery } from './queries.ts';
import { type Connection, providerWords } from './words.ts';

/** What it is, and where the provider sends what comes in. */
export const ConnectionFacts = ({ connection }: { readonly connection: Connection }) => {
  const { queues } = useBootstrap();
  const { id, provider, channel, address, accountId, queueId, settings } = connection;
  return (
    <Panel title="Set up as">
      <dl className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <Fact name="Id">
          <bdi>{id}</bdi>
        </Fact>
        <Fact name="Provider and channel">
          {[...new Set([providerWords[provider].name, channelNames[channel]])].join(', ')}
        </Fact>
        <Fact name="Address">
          <bdi>{address}</bdi>
        </Fact>
        <Fact name="Opens conversations in">
          <bdi>{queues.find((queue) => queue.id === queueId)?.name ?? queueId}</bdi>
        </Fact>
        {accountId ? (
          <Fact name={providerWords[provider].account ?? 'Account'}>
            <bdi>{accountId}</bdi>
          </Fact>
        ) : null}
        <WayIn connection={connection} />
      </dl>
      {settings && Object.keys(settings).length > 0 ? (
        <details>
          <summary className="w-fit cursor-pointer text-12 text-text-2">Settings</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard */}
          <pre tabIndex={0} className="mt-2 max-h-80 overflow-auto rounded-m bg-sunken p-3 text-12">
            {JSON.stringify(settings, null, 2)}
          </pre>
        </details>
      ) : null}
    </Panel>
  );
};

/** The webhook URL, which only administrators are told, or how else messages get here. */
const WayIn = ({ connection }: { readonly connection: Connection }) => {
  const { api } = useNeeds();
  const { role } = useBootstrap();
  const { data } = useQuery({ ...providersQuery(api), enabled: role === 'admin' });
  const info = data?.find(({ provider }) => provider === connection.provider);
  const { comesBy } = providerWords[connection.provider];
  if (comesBy) return <Fact name="Messages come by">{comesBy}</Fact>;
  if (!info?.webhookUrl) return null;
  const url = info.webhookUrl.replace('{id}', connection.id);
  return (
    <Fact name="Webhook URL, to enter at the provider" className="sm:col-span-2 lg:col-span-3">
      <span className="flex items-center gap-1">
        <code className="min-w-0 rounded-m bg-sunken px-2 py-1 text-12 break-all">{url}</code>
        <IconButton
          icon={Copy}
          name="Copy the webhook URL"
          onPress={() => void navigator.clipboard.writeText(url).then(() => confirmDone('Webhook URL copied'))}
        />
      </span>
    </Fact>
  );
};
