/** Somebody who can sign in to the local system. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
  /** What they do, such as the team they work in. */
  readonly title: string;
};

/** The claims of an access token that are about the person, as Cognito has them. */
export const accessClaims = (person: Person) => ({
  username: person.id,
  'cognito:groups': person.groups,
  token_use: 'access',
});

/** The claims of an ID token and of `userinfo`. */
export const identityClaims = (person: Person) => ({
  sub: person.id,
  name: person.name,
  email: person.email,
  email_verified: true,
  'cognito:username': person.id,
  'cognito:groups': person.groups,
});
