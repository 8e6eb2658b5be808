import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const files = globSync(['adapters/**/*.ts', 'functions/**/*.ts', 'domain/**/*.ts']);

/** Names of what has to be compared in constant time. */
const secretWord = /signature|(?<![a-z])hmac|(?<![a-z])mac(?![a-z])|digest|secret(?!s\.length)|verifyToken|password/i;
/** A comparison with these tells nobody anything. */
const harmless = /^(?:undefined|null|''|""|true|false|\d+|'[\w-]{1,40}'|[\w.]+\.length|typeof .+)$/;

/** What looks like one and tells nothing. */
const tellsNothing: Readonly<Record<string, string>> = {
  'domain/chat/start-session.ts: needs.hash(token.secret) !== session.secretHash':
    'hashes of 192 random bits: who learns how one begins cannot write a token whose hash begins so',
  'adapters/channels/twilio/credentials.ts: (apiKeySid === undefined) === (apiKeySecret === undefined)':
    'whether there is one, not which',
  'adapters/channels/meta-whatsapp/read-meta-whatsapp.ts: another?.appSecrets.includes(appSecret)':
    'both are ours: nothing of it comes from outside',
};

const equality = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
/** Comparisons of text in other words. */
const methods = new Set(['includes', 'startsWith', 'endsWith', 'localeCompare', 'equals', 'indexOf', 'is']);

/** Comparisons of secrets in a source file that take the longer the more of them is right. */
function leaksIn(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isLeak(node)) found.push(`${file}: ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isLeak(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && equality.has(node.operatorToken.kind)) {
    const sides = [node.left.getText(), node.right.getText()];
    return sides.some((side) => secretWord.test(side)) && !sides.some((side) => harmless.test(side));
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  const [first] = node.arguments;
  return (
    methods.has(name.text) &&
    secretWord.test(`${expression.getText()} ${first?.getText() ?? ''}`) &&
    !(first && ts.isStringLiteralLike(first))
  );
}

describe('comparing secrets', () => {
  it('is seen where it takes as long as it is right', () => {
    const text = [
      'if (given === signature) a();',
      'secrets.includes(given);',
      'if (mac != other) b();',
      'if (signature === undefined || secret.length === 3 || one.startsWith("v1,")) c();',
      'isSameText(given, signature);',
    ].join('\n');
    expect(leaksIn('sample.ts', text)).toStrictEqual([
      'sample.ts: given === signature',
      'sample.ts: secrets.includes(given)',
      'sample.ts: mac != other',
    ]);
  });

  it('is done in constant time everywhere', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(files.flatMap((file) => leaksIn(file, readFileSync(file, 'utf8'))).toSorted()).toStrictEqual(
      Object.keys(tellsNothing).toSorted(),
    );
  });
});
