import { Link } from '@tanstack/react-router';
import { Signpost } from 'lucide-react';
import { Notice } from '../ui/notice.tsx';

export const NotFound = () => (
  <main className="h-full grow">
    <Notice
      icon={Signpost}
      action={
        <Link to="/" className="font-medium text-accent underline">
          Go to my inbox
        </Link>
      }
    >
      There is nothing at this address.
    </Notice>
  </main>
);
