import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { tableShape } from '#adapters/dynamodb/table-shape.ts';

export type InteractionTableProps = {
  /** Whether the table outlives the stack and refuses deletion. */
  readonly keepsData: boolean;
};

const stringKey = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table: heads, events, receipts, customers, configuration. */
export class InteractionTable extends Construct {
  readonly table: Table;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, props: InteractionTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: stringKey(tableShape.partitionKey),
      sortKey: stringKey(tableShape.sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: tableShape.timeToLive,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      // The key that AWS owns: encrypted at rest, and the only choice without a price per request or month.
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.keepsData,
      removalPolicy: props.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const [indexName, index] of Object.entries(tableShape.indexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: stringKey(index.partitionKey),
        sortKey: stringKey(index.sortKey),
        projectionType: ProjectionType[index.projection],
      });
    }
    if (!this.table.tableStreamArn) throw new Error('the table has no stream, which publish-events reads');
    this.streamArn = this.table.tableStreamArn;
  }
}
