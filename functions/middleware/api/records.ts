import * as z from 'zod';
import { Refusal } from '#domain/kernel/refusal.ts';
import type { RecordStore } from '#domain/routing/ports.ts';
import { type ApiEvent, bodyOf, pathPart } from './request.ts';

const $Fields = z.record(z.string(), z.unknown());

/** A record is its body under the id in the path. */
export const recordOf = <Entry>(event: ApiEvent, schema: z.ZodType<Entry>): Entry => {
  const fields = bodyOf(event, $Fields);
  const result = schema.safeParse({ ...fields, id: pathPart(event, 'id') });
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: `body.${path.join('.')}`, message }));
  throw new Refusal('invalid', `${errors[0]?.path}: ${errors[0]?.message}`, { errors });
};

export async function mustExist<Entry>(store: RecordStore<Entry>, id: string, field: string): Promise<void> {
  if (!(await store.get(id))) throw new Refusal('invalid', `body.${field}: there is no "${id}"; create it first`);
}
