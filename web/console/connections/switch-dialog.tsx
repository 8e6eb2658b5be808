import { FormEnd } from '../interactions/form-end.tsx';
import { useSubmit } from '../interactions/use-submit.ts';
import { Modal } from '../ui/modal.tsx';
import { confirmDone } from '../ui/toast.ts';
import { useConnectionChanges } from './use-connection-change.ts';
import type { Connection } from './words.ts';

type SwitchDialogProps = { readonly connection: Connection; readonly onClose: () => void };

/** Says what happens, before it does. */
export const SwitchDialog = ({ connection, onClose }: SwitchDialogProps) => {
  const { switchTo } = useConnectionChanges();
  const isOff = connection.disabled === true;
  const { onSubmit, isBusy, error } = useSubmit(async () => {
    await switchTo(connection.id, isOff ? 'enable' : 'disable');
    onClose();
    confirmDone(isOff ? `${connection.name} is on again` : `${connection.name} is switched off`);
  });
  return (
    <Modal title={isOff ? `Enable ${connection.name}?` : `Disable ${connection.name}?`} onClose={onClose}>
      <form onSubmit={onSubmit} className="grid gap-3 overflow-y-auto p-4 text-13">
        {isOff ? <OnAgain /> : <Off />}
        <FormEnd
          label={isOff ? 'Enable' : 'Disable'}
          look={isOff ? 'primary' : 'danger'}
          error={error}
          isBusy={isBusy}
          onCancel={onClose}
        />
      </form>
    </Modal>
  );
};

const list = 'grid list-disc gap-1.5 ps-5';

const Off = () => (
  <ul className={list}>
    <li>What customers write is still taken from the provider, and put into quarantine: nothing is lost.</li>
    <li>Agents do not see it until the connection is enabled and it is retried from there.</li>
    <li>Nothing goes out: answers through this connection fail and say why.</li>
  </ul>
);

const OnAgain = () => (
  <ul className={list}>
    <li>From now on messages come in and answers go out.</li>
    <li>What was put into quarantine meanwhile stays there until it is retried.</li>
  </ul>
);
