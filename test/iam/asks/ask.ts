/** What IAM is asked before a service does something. */
export type Ask = {
  /** The function, or the logical id of another role. */
  readonly role: string;
  /** As in policies: `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
  /** The call in which it was asked: `TransactWriteItems`, or `signed PutObject`. */
  readonly call: string;
};

/** An ask before it is known who asks. */
export type Needed = Pick<Ask, 'action' | 'resource'> & Partial<Pick<Ask, 'context' | 'call'>>;

/** A request in the names of AWS. */
export type AwsRequest = {
  readonly method: string;
  readonly url: URL;
  /** Behind the dot of `x-amz-target`. */
  readonly operation: string;
  readonly body: string;
  readonly status: number;
  /** A local name as it is in AWS, known by a variable of this kind; throws for one that the function was not told. */
  readonly inAws: (local: string, variable?: RegExp) => string;
};

/** What a service asks IAM about one request. */
export type Reader = (request: AwsRequest) => readonly Needed[];
