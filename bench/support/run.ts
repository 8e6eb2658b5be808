import type { AnalysisMode } from '#domain/analysis/analyse-in-time.ts';
import type { StreamRecord } from '#local/emulators/dynamodb/stream.ts';
import { startMeter } from '../load/scale/meter.ts';
import { type Watch, watch } from './counted-calls.ts';
import { type Driver, driverOf } from './drive.ts';
import { type System, startSystem } from './system.ts';
import { meterOf, type WriteMeter } from './write-units.ts';

/** A system with everything beside it that counts. */
export type Run = {
  readonly system: System;
  readonly seen: Watch;
  readonly driver: Driver;
  readonly writes: WriteMeter;
  readonly reads: ReadMeter;
  /** What the table's stream told since the last reset. */
  readonly records: StreamRecord[];
  /** Units of Comprehend since the last reset. */
  comprehendUnits(): number;
  reset(): void;
  stop(): Promise<void>;
};

type ReadMeter = Awaited<ReturnType<typeof startReadMeter>>;

/** From now on the functions reach the table by way of a meter: their clients learn the address with their first request. */
export async function startReadMeter(system: System) {
  const meter = await startMeter(() => system.dynamoDb.endpoint);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = meter.endpoint;
  let units = 0;
  return {
    /** Since the last reset. */
    units(): number {
      units += meter.take().readUnits;
      return units;
    },
    reset() {
      meter.take();
      units = 0;
    },
    stop: meter.stop,
  };
}

export async function startRun(mode: AnalysisMode): Promise<Run> {
  const system = await startSystem(mode);
  const reads = await startReadMeter(system);
  const seen = watch();
  const writes = await meterOf(system.table);
  const records: StreamRecord[] = [];
  const driver = driverOf(system, seen, (some) => {
    writes.take(some);
    records.push(...some);
  });
  // What was set up is in the stream too.
  while ((await driver.readStream()).length > 0);
  let unitsBefore = 0;
  return {
    system,
    seen,
    driver,
    writes,
    reads,
    records,
    comprehendUnits: () => system.comprehend.calls().billedUnits - unitsBefore,
    reset() {
      for (const counting of [seen, driver, writes, reads]) counting.reset();
      records.length = 0;
      unitsBefore = system.comprehend.calls().billedUnits;
    },
    async stop() {
      seen.stop();
      driver.stop();
      await system.stop();
      await reads.stop();
    },
  };
}
