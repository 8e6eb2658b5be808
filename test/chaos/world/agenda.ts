import type { FunctionName } from '#functions/catalogue.ts';
import type { Outcome } from './invocations.ts';
import type { Time } from './time.ts';

/** An event and the function that it wakes. */
export type Wake = { readonly name: FunctionName; readonly event: unknown };

/** Something that wakes a function once its time has come. */
export type Errand = {
  readonly at: number;
  readonly label: string;
  /** Nothing when there is nothing to do after all. */
  start(): Wake | undefined;
  ended?(outcome: Outcome): void;
};

export type Agenda = {
  add(errand: Errand): void;
  /** Those whose time has come, in its order. */
  due(): readonly Errand[];
  remove(errand: Errand): void;
  /** When the next one comes due that is not yet. */
  nextAt(): number | undefined;
};

export function createAgenda(time: Time): Agenda {
  let errands: Errand[] = [];
  return {
    add(errand) {
      const after = errands.findIndex(({ at }) => at > errand.at);
      errands.splice(after === -1 ? errands.length : after, 0, errand);
    },
    due: () => errands.filter(({ at }) => at <= time.ms()),
    remove(errand) {
      errands = errands.filter((one) => one !== errand);
    },
    nextAt: () => errands.find(({ at }) => at > time.ms())?.at,
  };
}
