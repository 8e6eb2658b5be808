import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { type Needs, NeedsContext } from './api/context.ts';
import { createQueryClient } from './api/queries.ts';
import { createConsoleRouter } from './routes.tsx';

/** Everything a signed-in person sees. */
export const App = ({ needs }: { readonly needs: Needs }) => {
  const [client] = useState(createQueryClient);
  const [router] = useState(createConsoleRouter);
  return (
    <NeedsContext value={needs}>
      <QueryClientProvider client={client}>
        <I18nProvider locale="en-US">
          <RouterProvider router={router} />
        </I18nProvider>
      </QueryClientProvider>
    </NeedsContext>
  );
};
