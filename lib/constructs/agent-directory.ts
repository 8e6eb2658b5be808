import { Aws, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { roles } from '#domain/agents/agent.ts';
import type { Stage } from '#lib/stage.ts';

const scopes = [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE];

/** Who may sign in, and as what: agents, supervisors and admins, created by an admin. */
export class AgentDirectory extends Construct {
  readonly userPool: UserPool;
  readonly issuer: string;
  /** Where the sign-in pages are. */
  readonly signInUrl: string;
  readonly scope = scopes.map((each) => each.scopeName).join(' ');

  constructor(scope: Construct, id: string, props: { readonly stage: Stage }) {
    super(scope, id);
    const { stage } = props;
    this.userPool = new UserPool(this, 'People', {
      // Managed login and refresh token rotation need this plan; the first 10,000 people a month are free.
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: stage.mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: stage.keepsData,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const role of roles) this.userPool.addGroup(`Group-${role}`, { groupName: role });
    const domain = this.userPool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix: `parley-${stage.name}-${uniqueToStack()}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.signInUrl = `https://${domain.domainName}.auth.${Stack.of(this).region}.amazoncognito.com`;
    this.issuer = this.userPool.userPoolProviderUrl;
  }

  /** Lets the console at this address sign people in: authorisation code with PKCE, no secret in the browser. */
  addConsole(consoleUrl: string): string {
    const client = this.userPool.addClient('Console', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes,
        callbackUrls: [consoleUrl],
        logoutUrls: [consoleUrl],
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      // A working day and its overtime.
      refreshTokenValidity: Duration.hours(12),
      refreshTokenRotationGracePeriod: Duration.seconds(30),
    });
    new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.userPool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    return client.userPoolClientId;
  }
}

/** Sign-in domains are unique in a region over all accounts: the first eight digits of the stack's UUID make this one so. */
const uniqueToStack = (): string => Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));
