import { Modal } from '../ui/modal.tsx';
import { ViewLinks } from './view-links.tsx';

/** The views and queues, over the list on narrower screens. */
export const NavSheet = ({ onClose }: { readonly onClose: () => void }) => (
  <Modal title="Views" shape="start" onClose={onClose}>
    <div className="overflow-y-auto p-2">
      <ViewLinks onFollow={onClose} />
    </div>
  </Modal>
);
