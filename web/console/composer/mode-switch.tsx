import { Lock } from 'lucide-react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { Mode } from '../stores/drafts.ts';
import { focusComposer } from './composer-focus.ts';

const button =
  'inline-flex h-7 items-center gap-1.5 rounded-m px-2.5 text-13 hover-tint pointer-coarse:h-11 data-[selected]:bg-[color-mix(in_oklab,currentColor_9%,transparent)] data-[selected]:font-semibold';

/** To the customer, or among colleagues. */
export const ModeSwitch = ({ mode }: { readonly mode: Mode }) => (
  <ToggleButtonGroup
    aria-label="Kind of message"
    selectionMode="single"
    disallowEmptySelection
    selectedKeys={[mode]}
    onSelectionChange={(keys) => focusComposer(keys.has('note') ? 'note' : 'reply')}
    className="flex gap-0.5"
  >
    <ToggleButton id="reply" className={button}>
      Reply
    </ToggleButton>
    <ToggleButton id="note" className={button}>
      {mode === 'note' ? <Lock size={12} aria-hidden /> : null}
      Internal note
    </ToggleButton>
  </ToggleButtonGroup>
);
