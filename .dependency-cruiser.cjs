/** The ranks of the architecture. Each rule says why, because the compiler alone lets most of this through. */
const ADAPTERS = ['mysql', 'redis', 'http'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or one of them has the wrong job.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports is dead code.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '^src-main/server\\.ts$',
          '^src-main/electron/main\\.ts$',
          '^src-preload/preload\\.ts$',
          '^src-renderer/main\\.tsx$',
          '^scripts/',
          '^test/',
          'electron\\.vite\\.config\\.ts$',
          '^\\.dependency-cruiser',
        ],
      },
      to: {},
    },
    {
      name: 'shared-stands-alone',
      comment: 'The wire contract runs everywhere, so it may import a schema library and nothing else.',
      severity: 'error',
      from: { path: '^src-shared' },
      to: { pathNot: ['^src-shared', '^node_modules/zod'] },
    },
    {
      name: 'renderer-imports-shared-only',
      comment: 'The window has no Node and no server code; everything it knows of them is the wire contract.',
      severity: 'error',
      from: { path: '^src-(renderer|preload)' },
      to: { path: '^(src-main|test|scripts)' },
    },
    {
      name: 'main-does-not-import-the-window',
      comment: 'The server runs headless; the console is a client like any other.',
      severity: 'error',
      from: { path: '^src-main' },
      to: { path: '^src-(renderer|preload)' },
    },
    {
      name: 'base-imports-nothing-above',
      comment: 'base, config and observability are the floor everything else stands on.',
      severity: 'error',
      from: { path: '^src-main/(base|config|observability)/' },
      to: { path: '^src-main/(?!base/|config/|observability/)' },
    },
    {
      name: 'domain-imports-no-adapter',
      comment: 'Ports in the domain, adapters at the edge: the core must run in tests without a database or a socket.',
      severity: 'error',
      from: { path: '^src-main/(feed|hub|commands|auth)/' },
      to: {
        path: '^src-main/(session|mysql|redis|http|electron)/|^src-main/[^/]+\\.ts$|^node_modules/(mysql2|ws|fastify|electron|pino)',
      },
    },
    {
      name: 'commands-know-no-feed',
      comment: 'The way back must not lean on the way out: truth returns only through the log.',
      severity: 'error',
      from: { path: '^src-main/commands/' },
      to: { path: '^src-main/(feed|hub)/' },
    },
    {
      name: 'session-below-adapters',
      comment: 'A session speaks to a port; which transport carries it is not its business.',
      severity: 'error',
      from: { path: '^src-main/session/' },
      to: {
        path: '^src-main/(mysql|redis|http|electron)/|^src-main/[^/]+\\.ts$|^node_modules/(mysql2|ws|fastify|electron)',
      },
    },
    ...ADAPTERS.map((adapter) => ({
      name: `${adapter}-imports-no-other-adapter`,
      comment: 'Adapters meet only in app.ts, so that each can be replaced alone.',
      severity: 'error',
      from: { path: `^src-main/${adapter}/` },
      to: {
        path: `^src-main/(?:${[...ADAPTERS.filter((other) => other !== adapter), 'electron'].join('|')})/|^src-main/[^/]+\\.ts$`,
      },
    })),
    {
      name: 'only-electron-imports-electron',
      comment: 'Everything but the outermost shell must run in plain Node.',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-(main/electron|preload)/' },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'product-does-not-import-tests',
      comment: 'No test switch and no fake ends up in the product.',
      severity: 'error',
      from: { path: '^src-' },
      to: { path: '^test/' },
    },
    {
      name: 'only-the-demo-imports-scripts',
      comment:
        'The demo database is started by `npm start` and by the desktop, with the same code; what else the scripts do is for a checkout alone.',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/electron/setup/demo-database\\.ts$' },
      to: { path: '^scripts/' },
    },
    {
      name: 'not-to-dev-dependencies',
      comment: 'What the product runs on is listed as a dependency, so that licences and audits see it.',
      severity: 'error',
      from: { path: '^src-' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        // Electron itself is not a package of the program but what the program is packed into.
        pathNot: '^node_modules/(@types|vite/types|electron)/',
      },
    },
    {
      name: 'resolvable',
      comment: 'An import that cannot be found breaks the build.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: '.tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
