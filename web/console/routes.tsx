import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { View } from '#functions/agent-api/contract.ts';
import { InboxPage } from './inbox/inbox-page.tsx';
import { NotFound } from './shell/not-found.tsx';
import { Workspace } from './shell/workspace.tsx';

const rootRoute = createRootRoute({ component: Workspace, notFoundComponent: NotFound });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({
      to: '/inbox/$view/{-$conversationId}',
      params: { view: 'mine', conversationId: undefined },
      replace: true,
    });
  },
});

const views: Record<View, true> = {
  mine: true,
  unassigned: true,
  queue: true,
  open: true,
  snoozed: true,
  resolved: true,
};
const isView = (text: string): text is View => Object.hasOwn(views, text);

/** A list and, where named, one of its conversations; addresses can be shared. */
const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox/$view/{-$conversationId}',
  params: {
    parse: ({ view, conversationId }) => ({ view: isView(view) ? view : ('mine' as const), conversationId }),
    stringify: ({ view, conversationId }) => ({ view, conversationId }),
  },
  validateSearch: (search: Record<string, unknown>): { queue?: string } =>
    typeof search.queue === 'string' ? { queue: search.queue } : {},
  component: InboxPage,
});

const quarantineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quarantine',
  component: lazyRouteComponent(() => import('./quarantine/quarantine-page.tsx'), 'QuarantinePage'),
});

const connectionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connections',
  component: lazyRouteComponent(() => import('./connections/connections-page.tsx'), 'ConnectionsPage'),
});

/** A connection and, where named, one of its days. */
const connectionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connections/$connectionId',
  validateSearch: (search: Record<string, unknown>): { day?: string } =>
    typeof search.day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(search.day) ? { day: search.day } : {},
  component: lazyRouteComponent(() => import('./connections/connection-page.tsx'), 'ConnectionPage'),
});

export const createConsoleRouter = () =>
  createRouter({
    routeTree: rootRoute.addChildren([homeRoute, inboxRoute, quarantineRoute, connectionsRoute, connectionRoute]),
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
