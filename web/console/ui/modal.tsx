import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components/Modal';
import { IconButton } from './icon-button.tsx';

const shapes = {
  centre: {
    overlay: 'items-start justify-center p-3 pt-[12vh]',
    box: 'pop-in w-full max-w-lg rounded-xl',
  },
  end: { overlay: 'justify-end', box: 'sheet-in h-full w-full max-w-80' },
  start: { overlay: 'justify-start', box: 'pop-in h-full w-full max-w-72' },
} as const;

type ModalProps = {
  readonly title: string;
  readonly shape?: keyof typeof shapes;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A dialog, or a sheet from one side, over the dimmed workspace. */
export const Modal = ({ title, shape = 'centre', onClose, children }: ModalProps) => (
  <ModalOverlay
    isOpen
    isDismissable
    onOpenChange={(isOpen) => !isOpen && onClose()}
    className={`fixed inset-0 z-40 flex bg-[rgb(8_11_18/.42)] ${shapes[shape].overlay}`}
  >
    <AriaModal
      className={`flex max-h-full flex-col overflow-hidden border border-border bg-raised shadow-modal ${shapes[shape].box}`}
    >
      <Dialog className="flex min-h-0 grow flex-col outline-none">
        <div className="flex h-12 shrink-0 items-center justify-between border-b border-border ps-4 pe-2">
          <Heading slot="title" className="text-14 font-semibold">
            {title}
          </Heading>
          <IconButton icon={X} name="Close" shortcut="Esc" onPress={onClose} />
        </div>
        {children}
      </Dialog>
    </AriaModal>
  </ModalOverlay>
);
