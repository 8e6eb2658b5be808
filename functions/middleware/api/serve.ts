import middy, { type MiddlewareObj } from '@middy/core';
import httpRouterHandler from '@middy/http-router';
import type * as z from 'zod';
import type { Role } from '#domain/agents/agent.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { problemOf } from '#functions/middleware/problem.ts';
import { type CallerNeeds, whoIsCalling } from './caller.ts';
import { type ApiAnswer, type ApiEvent, answer, type Caller } from './request.ts';

export type Request = { readonly event: ApiEvent; readonly caller: Caller };

/** One route of the API: what it takes, who may, and what it answers. The router, the authorisation and the OpenAPI document are made from it. */
export type Route<Needs> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: `/v1/${string}`;
  /** Who may. */
  readonly roles: readonly Role[];
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answers: { readonly status: number; readonly schema: z.ZodType };
  /** A change that is not made once by its nature: it takes an Idempotency-Key. */
  readonly takesKey?: true;
  /** Refuses what the path names when it is not there for the caller. */
  readonly guard?: ((needs: Needs, request: Request) => Promise<void>) | undefined;
  readonly handle: (needs: Needs, request: Request) => Promise<unknown>;
};

/** A route as the document describes it, whichever function serves it. */
export type DescribedRoute = Omit<Route<never>, 'handle' | 'guard'> & { readonly guard?: unknown };

/** One route's way, always in this order: who is calling, may they, is it there for them, then parse and handle. */
const served =
  <Needs extends CallerNeeds>(needs: Needs, route: Route<Needs>) =>
  async (event: ApiEvent): Promise<ApiAnswer> => {
    const caller = await whoIsCalling(needs, event);
    if (!route.roles.includes(caller.role))
      throw new Refusal(
        'forbidden',
        `${route.method} ${route.path} is for ${route.roles.join(' and ')}; you are ${caller.role}`,
      );
    const request = { event, caller };
    await route.guard?.(needs, request);
    return answer(route.answers.status, await route.handle(needs, request));
  };

/** Refusals become problem details (RFC 9457). */
export const answerRefusals = (): MiddlewareObj<ApiEvent, ApiAnswer> => ({
  onError: (request) => {
    request.response = problemOf(request.error, request.event.requestContext.requestId);
  },
});

export type OpenRoute = { readonly path: string; readonly body: () => Promise<unknown> };

const open = ({ path, body }: OpenRoute) => ({
  method: 'GET' as const,
  path,
  handler: middy<ApiEvent, ApiAnswer>().handler(async () => answer(200, await body())),
});

/** Leads requests to their routes; `openRoutes` answer everybody, always the same. */
export const routerOf = <Needs extends CallerNeeds>(
  needs: Needs,
  routes: readonly Route<Needs>[],
  openRoutes: readonly OpenRoute[] = [],
) =>
  httpRouterHandler({
    routes: [
      ...routes.map((route) => ({
        method: route.method,
        path: route.path,
        handler: middy<ApiEvent, ApiAnswer>().handler(served(needs, route)),
      })),
      ...openRoutes.map(open),
    ],
    notFoundResponse: ({ method, path }: { method: string; path: string }) => {
      throw new Refusal('not-found', `there is no route ${method} ${path}; GET /openapi.json lists them`);
    },
  });
