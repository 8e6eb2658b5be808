import { Annotations, Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { privateBucket } from '#lib/constructs/private-bucket.ts';
import { contentSecurityPolicy } from '#lib/content-security-policy.ts';

export type ConsoleSiteProps = {
  /** `https://…` of the HTTP API: the console calls it on its own origin. */
  readonly apiEndpoint: string;
  /** What else the console talks to, sign-in and sockets: origins, or paths with a slash at the end to include what is below (CSP 3, section 6.7.2.10). */
  readonly connectsTo: readonly string[];
  /** Origin of the bucket with the files of messages. */
  readonly files: string;
  readonly accessLogs: IBucket;
};

export type ConsoleFiles = {
  /** The built console, or undefined if it was not built. */
  readonly folder: string | undefined;
  /** What the console reads from config.json before it does anything else. */
  readonly config: Readonly<Record<string, string>>;
  readonly logRetention: RetentionDays;
};

/** Addresses without a file extension are the console's own: they all get its one page. */
const pageForEveryAddress = `function handler(event) {
  var request = event.request;
  if (request.uri.split('/').pop().indexOf('.') < 0) request.uri = '/index.html';
  return request;
}`;

/** The console: a private bucket behind CloudFront, with the API on the same origin. */
export class ConsoleSite extends Construct {
  readonly url: string;
  readonly #bucket: IBucket;

  constructor(scope: Construct, id: string, props: ConsoleSiteProps) {
    super(scope, id);
    // Everything in it can be built again.
    this.#bucket = privateBucket(this, 'Files', {
      keepsData: false,
      accessLogs: { bucket: props.accessLogs, prefix: 'console/' },
    });
    const responseHeadersPolicy = this.#headers(props);
    const api: BehaviorOptions = {
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', props.apiEndpoint))),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      responseHeadersPolicy,
    };
    const distribution = new Distribution(this, 'Distribution', {
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.#bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy,
        functionAssociations: [{ function: this.#fallback(), eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: { '/v1/*': api, '/openapi.json': api },
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
    });
    this.url = `https://${distribution.distributionDomainName}`;
  }

  /** Uploads the console and its settings; without a built console, the settings alone. */
  deploy(files: ConsoleFiles): void {
    const logGroup = new LogGroup(this, 'DeploymentLogs', {
      retention: files.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const config = Source.jsonData('config.json', files.config);
    const common = { destinationBucket: this.#bucket, logGroup, memoryLimit: 256 };
    // What is asked for by a fixed name is asked for again each time, so that a deployment needs no invalidation.
    const fresh = { ...common, cacheControl: [CacheControl.noCache()] };
    if (!files.folder) {
      Annotations.of(this).addWarningV2(
        'parley:console-not-built',
        'dist/console does not exist: the stack is made without the console. Build it first: npx vite build --config web/vite.config.ts',
      );
      new BucketDeployment(this, 'Pages', { ...fresh, sources: [config] });
      return;
    }
    const built = Source.asset(files.folder);
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [built],
      exclude: ['*'],
      include: ['assets/*'],
      // The names carry a hash of the content; older ones stay for consoles that are open.
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      prune: false,
    });
    const pages = new BucketDeployment(this, 'Pages', { ...fresh, sources: [built, config], exclude: ['assets/*'] });
    pages.node.addDependency(assets);
  }

  #fallback(): EdgeFunction {
    return new EdgeFunction(this, 'PageForEveryAddress', {
      code: FunctionCode.fromInline(pageForEveryAddress),
      runtime: FunctionRuntime.JS_2_0,
    });
  }

  #headers(allowed: Pick<ConsoleSiteProps, 'connectsTo' | 'files'>): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(allowed), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
    });
  }
}
