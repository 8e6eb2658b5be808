import { useQuery } from '@tanstack/react-query';
import { EllipsisVertical, KeyRound, Pencil, Power, Webhook } from 'lucide-react';
import { useState } from 'react';
import { MenuTrigger } from 'react-aria-components/Menu';
import type { ProviderInfo } from '#functions/connections-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSection } from '../ui/menu.tsx';
import { ChecksDialog } from './checks-dialog.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';
import { hasFields } from './credential-draft.ts';
import { CredentialsDialog } from './credentials-dialog.tsx';
import { providersQuery } from './queries.ts';
import { SwitchDialog } from './switch-dialog.tsx';
import type { Connection } from './words.ts';

type Shown = 'test' | 'register' | 'credentials' | 'switch' | 'edit';

/** What an administrator can do with a connection. */
export const AdminActions = ({ connection }: { readonly connection: Connection }) => {
  const { api } = useNeeds();
  const { data } = useQuery(providersQuery(api));
  const [shown, setShown] = useState<Shown>();
  const info = data?.find(({ provider }) => provider === connection.provider);
  const canStore = info !== undefined && hasFields(info.credentials);
  return (
    <>
      {info ? <Button onPress={() => setShown('test')}>Test</Button> : null}
      <MenuTrigger>
        <IconButton icon={EllipsisVertical} name="More about this connection" />
        <Menu aria-label="More about this connection">
          <MenuSection title="Set up">
            <MenuItem id="edit" icon={<Pencil size={14} />} label="Change…" onAction={() => setShown('edit')} />
            {canStore ? (
              <MenuItem
                id="credentials"
                icon={<KeyRound size={14} />}
                label="Store or rotate credentials…"
                onAction={() => setShown('credentials')}
              />
            ) : null}
            {info?.registersItself ? (
              <MenuItem
                id="register"
                icon={<Webhook size={14} />}
                label="Register the webhook"
                onAction={() => setShown('register')}
              />
            ) : null}
          </MenuSection>
          <MenuSection title="Traffic">
            <MenuItem
              id="switch"
              icon={<Power size={14} />}
              label={connection.disabled ? 'Enable…' : 'Disable…'}
              onAction={() => setShown('switch')}
            />
          </MenuSection>
        </Menu>
      </MenuTrigger>
      {shown ? (
        <ShownDialog shown={shown} connection={connection} info={info} onClose={() => setShown(undefined)} />
      ) : null}
    </>
  );
};

type ShownDialogProps = {
  readonly shown: Shown;
  readonly connection: Connection;
  readonly info: ProviderInfo | undefined;
  readonly onClose: () => void;
};

const ShownDialog = ({ shown, connection, info, onClose }: ShownDialogProps) => {
  switch (shown) {
    case 'test':
    case 'register':
      return <ChecksDialog connection={connection} verb={shown} onClose={onClose} />;
    case 'credentials':
      return info ? <CredentialsDialog connection={connection} info={info} onClose={onClose} /> : null;
    case 'switch':
      return <SwitchDialog connection={connection} onClose={onClose} />;
    case 'edit':
      return <ConnectionDialog connection={connection} onClose={onClose} />;
  }
};
