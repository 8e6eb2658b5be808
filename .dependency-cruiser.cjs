/** Which way imports point: functions → domain ← adapters. Checked by `npm run boundaries`. */
const from = (path, pathNot) => (pathNot ? { path, pathNot } : { path });

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-is-pure',
      comment: 'domain/ knows only itself and zod',
      severity: 'error',
      from: from('^domain/'),
      to: { pathNot: ['^domain/', '^node_modules/zod/'] },
    },
    {
      name: 'adapters-implement-ports',
      severity: 'error',
      from: from('^adapters/'),
      to: { path: ['^functions/', '^lib/', '^local/', '^web/', '^bin/', '^test/', '^bench/'] },
    },
    {
      name: 'functions-do-not-call-each-other',
      comment: 'one function may read the contract of another, nothing else of it',
      severity: 'error',
      from: from('^functions/(?!middleware/)((?:webhooks/)?[^/]+)/'),
      to: {
        path: '^functions/(?!middleware/)(?:webhooks/)?[^/]+/',
        pathNot: ['^functions/$1/', 'contract\\.ts$'],
      },
    },
    {
      name: 'functions-do-not-know-infrastructure',
      severity: 'error',
      from: from('^functions/'),
      to: { path: ['^lib/', '^local/', '^web/', '^bin/', '^test/', '^bench/'] },
    },
    {
      name: 'lib-reads-only-contracts',
      comment: 'CDK reads the catalogue and the shape of the table, and runs nothing',
      severity: 'error',
      from: from('^lib/'),
      to: {
        path: ['^functions/', '^adapters/', '^domain/', '^local/', '^web/', '^test/'],
        pathNot: [
          '^functions/(catalogue|channel-functions|function-row|sqs-queues)\\.ts$',
          '^adapters/dynamodb/table-shape\\.ts$',
          '^adapters/dynamodb/access-patterns\\.ts$',
          '^domain/agents/agent\\.ts$',
          '^adapters/embedded-analysis/business-languages\\.ts$',
        ],
      },
    },
    {
      name: 'web-reads-only-contracts',
      severity: 'error',
      from: from('^web/'),
      to: {
        path: ['^functions/', '^adapters/', '^lib/', '^local/', '^test/', '^domain/'],
        pathNot: ['contract\\.ts$', '^domain/'],
      },
    },
    {
      name: 'nothing-deployed-imports-local-or-tests',
      severity: 'error',
      from: from('^(domain|adapters|functions|lib|bin|web)/'),
      to: { path: ['^local/', '^test/', '^bench/'] },
    },
    {
      name: 'no-dev-dependency-in-shipped-code',
      severity: 'error',
      from: from('^(domain|adapters|functions)/'),
      to: { dependencyTypes: ['npm-dev'], pathNot: ['^node_modules/@types/', '^node_modules/aws-lambda'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['types', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
