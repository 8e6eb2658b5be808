import { atWork, writeLine } from './writer.ts';

type Work = (...given: unknown[]) => Promise<unknown>;
type Create = (environment: Readonly<Record<string, string | undefined>>, runtime: unknown) => Work;

type StreamEvent = {
  readonly Records?: readonly { readonly dynamodb?: { readonly Keys?: { readonly sk?: { readonly S?: string } } } }[];
};

/** A stream tells again what it told, in batches that end anywhere: between an event and the head of its conversation, too. */
function inOtherBatches(event: unknown): readonly StreamEvent[] {
  const { Records = [] } = (event ?? {}) as StreamEvent;
  const events = Records.filter(({ dynamodb }) => dynamodb?.Keys?.sk?.S?.startsWith('EVENT#'));
  return events.length > 0 ? [{ Records: events }] : [];
}

/** The same function, at work under its name. */
export const recorded =
  (name: string, create: Create): Create =>
  (environment, runtime) => {
    const known = Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
    writeLine({ kind: 'function', name, environment: Object.fromEntries(known) });
    const work = create(environment, runtime);
    return async (event, ...more) => {
      writeLine({ kind: 'invoked', name });
      const answer = await atWork.run(name, () => work(event, ...more));
      for (const again of inOtherBatches(event)) await atWork.run(name, () => work(again, ...more));
      return answer;
    };
  };
