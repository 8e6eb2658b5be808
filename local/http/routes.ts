import { catalogue, type FunctionName } from '#functions/catalogue.ts';
import type { HttpRoute, Trigger } from '#functions/function-row.ts';
import { functionNames } from '../functions.ts';

export type MatchedRoute = {
  readonly functionName: FunctionName;
  readonly access: HttpRoute['access'];
  /** As API Gateway writes it: `POST /webhooks/twilio-sms/{connectionId}`. */
  readonly key: string;
  readonly pathParameters: Record<string, string>;
};

type Route = Omit<MatchedRoute, 'pathParameters'> & { readonly method: string; readonly pattern: RegExp };

/** `{name}` is one part of a path, `{name+}` all that is left of it. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/\{(\w+)(\+?)\}/g, (_, name, rest) => `(?<${name}>${rest ? '.+' : '[^/]+'})`)}$`);

function routesOf(functionName: FunctionName): readonly Route[] {
  const trigger: Trigger = catalogue[functionName].trigger;
  if (trigger.kind !== 'http') return [];
  return trigger.routes.map(({ path: key, access }) => {
    const [method = '', path = ''] = key.split(' ');
    return { functionName, access, key, method, pattern: patternOf(path) };
  });
}

/** Those with the least left open come first, as API Gateway chooses. */
const byNarrowness = (one: Route, other: Route): number =>
  Number(one.key.includes('+}')) - Number(other.key.includes('+}')) || other.key.length - one.key.length;

const routes = functionNames.flatMap(routesOf).toSorted(byNarrowness);

/** The catalogue's route for a request. */
export function routeFor(method: string, path: string): MatchedRoute | undefined {
  for (const route of routes) {
    const match = route.pattern.exec(path);
    if (!match || (route.method !== 'ANY' && route.method !== method)) continue;
    const { functionName, access, key } = route;
    return { functionName, access, key, pathParameters: { ...match.groups } };
  }
  return undefined;
}
