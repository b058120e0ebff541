import { defineConfig } from 'oxlint'

import { packages } from './scripts/packages.ts'

const notTested = ['**/*.test.ts', '**/*.conformance.ts']
const downwards = 'Arrows point downwards only: see the table in ARCHITECTURE.md.'
const everywhere = 'This package runs everywhere: what it needs of the world is injected.'
const names = [...Object.keys(packages), 'web', 'bench']

/** What a package may not import, by the table of the house. */
const arrows = Object.entries(packages).map(
  ([name, { uses, everywhere: runsEverywhere, sources = ['src'] }]) => {
    const barred = names.filter((other) => other !== name && !uses.includes(other))
    const upwards = {
      group: barred.flatMap((other) => [`@parley/${other}`, `@parley/${other}/**`]),
      message: downwards,
    }
    const ofNode = { group: ['node:*'], message: everywhere }
    return {
      files: sources.map((folder) => `packages/${name}/${folder}/**`),
      excludeFiles: notTested,
      rules: {
        'no-restricted-imports': [
          'error',
          { patterns: runsEverywhere ? [upwards, ofNode] : [upwards] },
        ] as const,
      },
    }
  },
)

/** Where time, randomness, timers and links come from the host: everywhere but in the tools. */
const hosted = Object.entries(packages)
  .filter(([name]) => name !== 'cli' && name !== 'simulator')
  .flatMap(([name, { sources = ['src'] }]) =>
    sources.map((folder) => `packages/${name}/${folder}/**`),
  )

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true },
  ignorePatterns: ['**/dist/**'],
  rules: {
    'import/no-cycle': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'no-shadow': 'off',
    'no-await-in-loop': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'typescript/no-this-alias': 'off',
    'unicorn/require-post-message-target-origin': 'off',
    'typescript/consistent-return': 'off',
    'import/no-unassigned-import': 'off',
  },
  overrides: [
    ...arrows,
    {
      files: ['apps/web/src/**'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                group: ['@parley/*', '!@parley/client'],
                message: 'The app is built on the SDK alone.',
              },
              { group: ['node:*'], message: 'The app runs in browsers.' },
            ],
          },
        ],
      },
    },
    {
      files: hosted,
      excludeFiles: [
        ...notTested,
        'packages/{client,node}/src/host.ts',
        'packages/client/src/store/*.ts',
        'packages/client/src/source.ts',
      ],
      rules: {
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now', message: 'Use the host’s clock.' },
          { object: 'Math', property: 'random', message: 'Use the host’s random source.' },
        ],
        'no-restricted-globals': [
          'error',
          ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
            name,
            message: 'Use the host’s clock.',
          })),
          { name: 'fetch', message: 'Use the host’s links.' },
        ],
      },
    },
  ],
})
