import validate from 'asl-validator';
import { StateMachine } from 'aws-local-stepfunctions';
import type { Retrier } from './retrying.ts';

/** A state machine as the synthesised template has it: Amazon States Language with JSONPath. */
export type Machine = { readonly name: string; readonly arn: string; readonly definition: object };

export type State = {
  readonly Type: string;
  readonly Resource?: string;
  readonly Retry?: readonly Retrier[];
  readonly TimeoutSeconds?: number;
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
  readonly ItemProcessor?: States;
  readonly Iterator?: States;
  readonly Branches?: readonly States[];
};
type States = { readonly States: Readonly<Record<string, State>> };
type Definition = States & { readonly TimeoutSeconds?: number };

export type PreparedMachine = Machine & {
  readonly runnable: StateMachine;
  /** Every state by its name, which is unique in the whole machine, as it was defined. */
  readonly states: ReadonlyMap<string, State>;
  readonly timeoutSeconds: number | undefined;
};

export const lambdaInvoke = /^arn:aws[a-z-]*:states:::lambda:invoke$/;
const lambdaFunction = /^arn:aws[a-z-]*:lambda:/;
/** The engine gives tasks 60 s and counts them with setTimeout, which fires at once above 24.8 days. */
const longestTaskSeconds = 2_000_000;

/** Checks a definition and prepares it for the engine; waits, retries and time-outs are ours, on the virtual clock. */
export function prepareMachine(machine: Machine): PreparedMachine {
  const checked = validate(structuredClone(machine.definition), { checkArn: true, checkPaths: true });
  if (!checked.isValid) throw new Error(`State machine ${machine.name} is not valid: ${checked.errorsText('; ')}`);
  const { TimeoutSeconds, ...definition } = machine.definition as Definition;
  const states = new Map<string, State>();
  const prepared = { ...definition, ...preparedStates(definition, states) };
  refuseOtherTasks(machine.name, states);
  return {
    ...machine,
    states,
    timeoutSeconds: TimeoutSeconds,
    runnable: new StateMachine(prepared as unknown as ConstructorParameters<typeof StateMachine>[0], {
      validationOptions: { noValidate: true },
    }),
  };
}

function preparedStates<Part extends States>(part: Part, seen: Map<string, State>): Part {
  const prepared = Object.entries(part.States).map(([name, state]) => {
    seen.set(name, state);
    return [name, preparedState(state, seen)];
  });
  return { ...part, States: Object.fromEntries(prepared) };
}

function preparedState(state: State, seen: Map<string, State>): object {
  if (state.Type === 'Wait') return waitAsTask(state);
  if (state.Type === 'Task') {
    const { Retry, ...task } = state;
    return { ...task, TimeoutSeconds: longestTaskSeconds };
  }
  return {
    ...state,
    ...(state.ItemProcessor ? { ItemProcessor: preparedStates(state.ItemProcessor, seen) } : {}),
    ...(state.Iterator ? { Iterator: preparedStates(state.Iterator, seen) } : {}),
    ...(state.Branches ? { Branches: state.Branches.map((branch) => preparedStates(branch, seen)) } : {}),
  };
}

/** The engine would wait in real time; a task can wait on our clock. */
function waitAsTask({ Seconds, SecondsPath, Timestamp, TimestampPath, ...state }: State): object {
  const until = {
    ...(Seconds === undefined ? {} : { Seconds }),
    ...(SecondsPath === undefined ? {} : { 'Seconds.$': SecondsPath }),
    ...(Timestamp === undefined ? {} : { Timestamp }),
    ...(TimestampPath === undefined ? {} : { 'Timestamp.$': TimestampPath }),
  };
  const task = { Type: 'Task', Resource: 'arn:aws:states:::wait', Parameters: until, ResultPath: null };
  return { ...state, ...task, TimeoutSeconds: longestTaskSeconds };
}

function refuseOtherTasks(machineName: string, states: ReadonlyMap<string, State>): void {
  for (const [name, { Type, Resource = '' }] of states) {
    if (Type !== 'Task' || lambdaInvoke.test(Resource) || lambdaFunction.test(Resource)) continue;
    throw new Error(`State ${name} of ${machineName} calls ${Resource}; only Lambda functions can be called locally`);
  }
}
