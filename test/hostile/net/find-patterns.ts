import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A regular expression in the source, or a place where one is made of what is not written there. */
export type FoundPattern = {
  /** `domain/kernel/text.ts:12`. */
  readonly place: string;
  readonly file: string;
  /** As it is written in the source. */
  readonly written: string;
} & ({ readonly kind: 'known'; readonly source: string; readonly flags: string } | { readonly kind: 'made' });

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folders = ['domain', 'adapters', 'functions', 'web', 'local'];

/** Methods that make a regular expression of a text without saying so. */
const hidden = new Set(['match', 'matchAll', 'search']);

/** Every regular expression of the product, found by the compiler's parser. */
export function findPatterns(): readonly FoundPattern[] {
  const files = globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx,js,mjs}`),
    { cwd: root },
  ).toSorted();
  if (files.length < 500)
    throw new Error(`only ${files.length} source files were found: this looks in the wrong place`);
  return files.flatMap((file) => patternsIn(file, readFileSync(`${root}${file}`, 'utf8')));
}

/** The regular expressions of one source file. */
export function patternsIn(file: string, text: string): readonly FoundPattern[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const constants = textConstants(source);
  const found: FoundPattern[] = [];
  const visit = (node: ts.Node): void => {
    const pattern = patternOf(node, constants);
    if (pattern) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ place: `${file}:${line + 1}`, file, written: node.getText(), ...pattern });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

type Pattern = { readonly kind: 'known'; readonly source: string; readonly flags: string } | { readonly kind: 'made' };
type Constants = ReadonlyMap<string, string>;

function patternOf(node: ts.Node, constants: Constants): Pattern | undefined {
  if (ts.isRegularExpressionLiteral(node)) return parted(node.text);
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  const [first, second] = node.arguments ?? [];
  if (ts.isIdentifier(node.expression) && node.expression.text === 'RegExp') return madeOf([first, second], constants);
  const isHidden = ts.isPropertyAccessExpression(node.expression) && hidden.has(node.expression.name.text);
  return isHidden && first && ts.isStringLiteralLike(first) ? madeOf([first, undefined], constants) : undefined;
}

function parted(literal: string): Pattern {
  const end = literal.lastIndexOf('/');
  return { kind: 'known', source: literal.slice(1, end), flags: literal.slice(end + 1) };
}

function madeOf(
  [pattern, flags]: readonly [ts.Expression | undefined, ts.Expression | undefined],
  constants: Constants,
): Pattern {
  const source = pattern && textOf(pattern, constants);
  const givenFlags = flags === undefined ? '' : textOf(flags, constants);
  return source === undefined || givenFlags === undefined
    ? { kind: 'made' }
    : { kind: 'known', source, flags: givenFlags };
}

/** The text of a literal, or of a template of constants of its file. */
function textOf(node: ts.Expression, constants: Constants): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return constants.get(node.text);
  if (!ts.isTemplateExpression(node)) return undefined;
  const parts = node.templateSpans.map(({ expression, literal }) => {
    const value = textOf(expression, constants);
    return value === undefined ? undefined : value + literal.text;
  });
  return parts.includes(undefined) ? undefined : node.head.text + parts.join('');
}

/** The texts that a file gives a name, at its top. */
function textConstants(source: ts.SourceFile): Constants {
  const constants = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
    for (const { name, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(name) && initializer && ts.isStringLiteralLike(initializer))
        constants.set(name.text, initializer.text);
  }
  return constants;
}
