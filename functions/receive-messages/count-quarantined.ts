import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics({ namespace: 'Parley', serviceName: 'receive-messages' });

/** Apart from the handler, so that the first envelope that is quarantined loads what counts it. */
export const countQuarantined = (): unknown => metrics.singleMetric().addMetric('Quarantined', MetricUnit.Count, 1);
