/** What is used of dynalite 4, which ships no types. */
declare module 'dynalite/db/index.js' {
  import type { AttributeValue } from 'aws-lambda';

  export type Item = Record<string, AttributeValue>;
  export type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[];
  export type Index = {
    readonly IndexName: string;
    readonly KeySchema: KeySchema;
    readonly Projection: {
      readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
      readonly NonKeyAttributes?: readonly string[];
    };
    IndexStatus?: string;
  };
  export type Table = {
    readonly TableName: string;
    readonly TableArn: string;
    readonly KeySchema: KeySchema;
    readonly GlobalSecondaryIndexes?: Index[];
    TableStatus: string;
  };
  export type Callback<Value> = (error: Error | null, value?: Value) => void;
  export type ReadRange = { gte?: string; gt?: string; lte?: string; lt?: string; limit?: number; reverse?: boolean };
  export type Level = {
    open(): Promise<void>;
    getSync(key: string): unknown;
    put(key: string, value: unknown): Promise<void>;
    batch(operations: readonly object[]): Promise<void>;
    clear(range: ReadRange): Promise<void>;
    keys(range: ReadRange): AsyncIterable<string> & { all(): Promise<string[]> };
    values(range: ReadRange): AsyncIterable<unknown> & { all(): Promise<unknown[]> };
    iterator(range: ReadRange): AsyncIterable<[string, unknown]> & { all(): Promise<[string, unknown][]> };
    close(): Promise<void>;
    createValueStream(range: ReadRange): NodeJS.ReadableStream;
    createKeyStream(range: ReadRange): NodeJS.ReadableStream;
  };
  export type Store = { readonly db: Level; readonly options: { readonly maxItemSize: number } };

  export function create(options: {
    path?: string | undefined;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Store;
  export function createKey(item: Item, table: Table): string;
  export function validateKey(key: Item, table: Table): Error | null | undefined;
  export function validateItem(item: Item, table: Table): Error | null | undefined;
  /** What a write changes in the indexes. */
  export function getIndexActions(
    ...given: [indexes: readonly Index[], existing: Item | undefined, item: Item | undefined, table: Table]
  ): { readonly puts: readonly { readonly index: string; readonly key: string; readonly item: Item }[] };
  export function validationError(message: string): Error;
  export function checkConditional(input: object, item: Item | undefined): Error | null | undefined;
  export function itemSize(item: Item): number;
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';

  export function checkTypes(input: object, types: object): Record<string, unknown>;
  export function checkValidations(...given: [input: object, types: object, custom: unknown, store: Store]): void;
}
