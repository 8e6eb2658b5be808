import { z } from 'zod';
import { readJson, writeJson } from './durable-file.ts';
import { serviceError, startJsonService } from './http/json-service.ts';
import type { Listening } from './http/listen-locally.ts';

export type SsmOptions = {
  /** The file that keeps the parameters; in memory when there is none. */
  readonly file?: string | undefined;
  readonly port?: number | undefined;
};

const $Parameter = z.object({
  Name: z.string(),
  Value: z.string(),
  Type: z.enum(['String', 'StringList', 'SecureString']),
  Version: z.number(),
  /** Epoch seconds. */
  LastModifiedDate: z.number(),
});
type Parameter = z.infer<typeof $Parameter>;
type Parameters = Map<string, Parameter>;
type Input = Record<string, unknown>;

const namespace = 'com.amazonaws.ssm#';
const mostPerPage = 10;

/** Starts the parameter store. */
export function startSsm({ file, port }: SsmOptions = {}): Promise<Listening> {
  const saved = file === undefined ? [] : z.array($Parameter).parse(readJson(file) ?? []);
  const parameters: Parameters = new Map(saved.map((parameter) => [parameter.Name, parameter]));
  const save = () => {
    if (file !== undefined) writeJson(file, [...parameters.values()]);
  };
  const operations = new Map<string, (input: Input) => object>([
    ['GetParameter', (input) => ({ Parameter: shown(existing(parameters, input), input) })],
    ['GetParameters', (input) => getParameters(parameters, input)],
    ['GetParametersByPath', (input) => getParametersByPath(parameters, input)],
    ['PutParameter', (input) => saving(save, () => putParameter(parameters, input))],
    ['DeleteParameter', (input) => saving(save, () => deleteParameter(parameters, input))],
  ]);
  return startJsonService({
    version: '1.1',
    port,
    async answer(name, input) {
      const operation = operations.get(name);
      if (operation === undefined) throw serviceError('UnknownOperationException', 'The operation is not emulated');
      return operation(input);
    },
  });
}

function saving<Output>(save: () => void, change: () => Output): Output {
  const output = change();
  save();
  return output;
}

function existing(parameters: Parameters, { Name: name }: Input): Parameter {
  const parameter = parameters.get(String(name));
  if (parameter) return parameter;
  throw serviceError(`${namespace}ParameterNotFound`, `Parameter ${name} not found.`);
}

function getParameters(parameters: Parameters, input: Input): object {
  const names = (input.Names ?? []) as readonly string[];
  const found = names.flatMap((name) => parameters.get(name) ?? []);
  return {
    Parameters: found.map((parameter) => shown(parameter, input)),
    InvalidParameters: names.filter((name) => !parameters.has(name)),
  };
}

function getParametersByPath(parameters: Parameters, input: Input): object {
  const path = String(input.Path).replace(/\/?$/, '/');
  const from = Number(input.NextToken ?? 0);
  const size = Number(input.MaxResults ?? mostPerPage);
  const found = [...parameters.values()]
    .filter(({ Name: name }) => name.startsWith(path))
    .filter(({ Name: name }) => input.Recursive === true || !name.slice(path.length).includes('/'))
    .toSorted((a, b) => (a.Name < b.Name ? -1 : 1));
  return {
    Parameters: found.slice(from, from + size).map((parameter) => shown(parameter, input)),
    NextToken: found.length > from + size ? String(from + size) : undefined,
  };
}

function putParameter(parameters: Parameters, { Name, Value, Type, Overwrite }: Input): object {
  const before = parameters.get(String(Name));
  if (before && Overwrite !== true) {
    throw serviceError(
      `${namespace}ParameterAlreadyExists`,
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const parsed = $Parameter.safeParse({
    Name,
    Value,
    Type: Type ?? before?.Type,
    Version: (before?.Version ?? 0) + 1,
    LastModifiedDate: Date.now() / 1000,
  });
  if (!parsed.success) throw serviceError('ValidationException', 'A parameter needs a name, a value and a type');
  parameters.set(parsed.data.Name, parsed.data);
  return { Version: parsed.data.Version, Tier: 'Standard' };
}

function deleteParameter(parameters: Parameters, input: Input): object {
  parameters.delete(existing(parameters, input).Name);
  return {};
}

/** A SecureString that is not decrypted is shown as something that nobody can take for the value. */
function shown(parameter: Parameter, { WithDecryption: isDecrypted }: Input): object {
  const isHidden = parameter.Type === 'SecureString' && isDecrypted !== true;
  return {
    ...parameter,
    Value: isHidden ? `encrypted:${parameter.Version}` : parameter.Value,
    ARN: `arn:aws:ssm:us-east-1:000000000000:parameter/${parameter.Name.replace(/^\//, '')}`,
    DataType: 'text',
  };
}
